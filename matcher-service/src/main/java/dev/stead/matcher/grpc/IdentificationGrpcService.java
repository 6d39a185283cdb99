package dev.stead.matcher.grpc;

import com.google.protobuf.ByteString;
import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.Decision;
import dev.stead.matcher.domain.Galleries;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Identifier;
import dev.stead.matcher.domain.IdentityClaims.Assurance;
import dev.stead.matcher.domain.Presentation;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.capture.CaptureValidator;
import dev.stead.matcher.v1.BeginPresentationRequest;
import dev.stead.matcher.v1.BeginPresentationResponse;
import dev.stead.matcher.v1.IdentificationServiceGrpc.IdentificationServiceImplBase;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.IdentifyOnceResponse;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.matcher.v1.VerifyResponse;
import dev.stead.mesh.Unary;
import dev.stead.mesh.net.Admission;
import dev.stead.mesh.security.Caller;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** {@code stead.matcher.v1.IdentificationService}. Identify and IdentifyOnce never block. Thread-safe. */
public final class IdentificationGrpcService extends IdentificationServiceImplBase {
    /** The name of identification's share of admission. */
    public static final String SHARE = "identify";

    private final Galleries galleries;
    private final Identifier identifier;
    private final CaptureValidator captures;
    private final DecisionMessages messages;
    private final Admission admission;
    private final IdentificationMetrics metrics;
    private final AnswerTimes times;

    public IdentificationGrpcService(
            Galleries galleries,
            UseCases useCases,
            DecisionMessages messages,
            Admission admission,
            IdentificationMetrics metrics,
            AnswerTimes times) {
        this.galleries = galleries;
        this.identifier = useCases.identifier();
        this.captures = useCases.captures();
        this.messages = messages;
        this.admission = admission;
        this.metrics = metrics;
        this.times = times;
    }

    /** The use cases behind this service. */
    public record UseCases(Identifier identifier, CaptureValidator captures) {}

    @Override
    public StreamObserver<IdentifyRequest> identify(StreamObserver<IdentifyResponse> out) {
        return IdentifyStream.open(
                new IdentifyFrames(
                        new IdentifyFrames.UseCases(galleries, identifier, captures),
                        new IdentifyFrames.Out(messages, metrics),
                        terminal()),
                new IdentifyStream.Pace(admission, times),
                (ServerCallStreamObserver<IdentifyResponse>) out);
    }

    @Override
    public void identifyOnce(IdentifyOnceRequest request, StreamObserver<IdentifyOnceResponse> out) {
        long since = times.now();
        HeldAnswer<dev.stead.matcher.v1.Decision> answer = metrics.timed(
                IdentificationMetrics.IDENTIFY_ONCE,
                request.getGalleryId(),
                HeldAnswer::message,
                () -> decide(request));
        // A caller may leave while the answer is held.
        ((ServerCallStreamObserver<IdentifyOnceResponse>) out).setOnCancelHandler(() -> {});
        times.send(since, answer.recorded(), failure -> {
            if (failure == null) {
                Unary.answer(
                        out,
                        () -> IdentifyOnceResponse.newBuilder()
                                .setDecision(answer.message())
                                .build());
            } else {
                out.onError(failure);
            }
        });
    }

    private HeldAnswer<dev.stead.matcher.v1.Decision> decide(IdentifyOnceRequest request) {
        Gallery gallery = galleries.get(new GalleryId(request.getGalleryId()));
        var nonce = CaptureNonce.of(request.getCaptureNonce().toByteArray());
        Presentation presentation = identifier.begin(gallery, terminal(), nonce);
        Decision decision;
        try (var frame = SampleFrame.of(request.getSample(), request.hasProof(), request.getProof())) {
            captures.check(presentation, frame.proof());
            if (!captures.isBonaFide(frame.proof())) {
                throw CaptureValidator.presentationAttack();
            }
            decision = identifier.identify(presentation, frame.sample(), true).orElseThrow();
        } finally {
            presentation.wipe();
        }
        metrics.seen(request.getGalleryId(), Caller.current(), presentation);
        return HeldAnswer.of(messages.of(decision, presentation, Assurance.IDENTIFICATION), decision, presentation);
    }

    @Override
    public void beginPresentation(BeginPresentationRequest request, StreamObserver<BeginPresentationResponse> out) {
        Unary.answer(
                out,
                () -> BeginPresentationResponse.newBuilder()
                        .setChallenge(ByteString.copyFrom(
                                captures.challenge(terminal()).bytes()))
                        .build());
    }

    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyResponse> out) {
        Unary.answer(
                out,
                () -> VerifyResponse.newBuilder()
                        .setDecision(metrics.timed(
                                IdentificationMetrics.VERIFY,
                                request.getGalleryId(),
                                Function.identity(),
                                () -> decide(request)))
                        .build());
    }

    private dev.stead.matcher.v1.Decision decide(VerifyRequest request) {
        Gallery gallery = galleries.get(new GalleryId(request.getGalleryId()));
        SubjectId self = RequestContext.self().orElseThrow();
        var nonce = CaptureNonce.of(request.getCaptureNonce().toByteArray());
        Presentation presentation = identifier.begin(gallery, CaptureSource.phoneOf(self), nonce);
        Sample sample = Samples.of(request.getSample());
        Decision decision;
        try {
            decision = identifier.verify(presentation, self, sample);
        } finally {
            sample.wipe();
            presentation.wipe();
        }
        metrics.seen(request.getGalleryId(), Caller.current(), presentation);
        return HeldAnswer.of(messages.of(decision, presentation, Assurance.VERIFICATION), decision, presentation)
                .awaited();
    }

    /** The access table admits terminals only. */
    private static CaptureSource terminal() {
        return switch (Caller.current()) {
            case Caller.Terminal(String id) -> CaptureSource.terminal(id);
            case Caller other ->
                throw new IllegalStateException("a " + other.role() + " called a method for terminals");
        };
    }
}
