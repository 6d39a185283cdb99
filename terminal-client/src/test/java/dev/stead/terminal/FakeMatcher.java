package dev.stead.terminal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stead.matcher.v1.Ambiguous;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.Identified;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.IdentityAssertion;
import dev.stead.matcher.v1.MoreFramesNeeded;
import dev.stead.matcher.v1.NotIdentified;
import dev.stead.mesh.Problem;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/** Responds to each frame with the next step of a script, and records the frames. */
public final class FakeMatcher extends IdentificationServiceGrpc.IdentificationServiceImplBase {
    static final Timestamp EXPIRY =
            Timestamp.newBuilder().setSeconds(1_800_000_000).build();

    /** What the matcher does with one frame. */
    public enum Step {
        IDENTIFY,
        NOT_IDENTIFY,
        AMBIGUOUS,
        MORE,
        REFUSE,
        FORGET,
        BREAK,
        END,
        SILENCE
    }

    public final List<IdentifyRequest> frames = Collections.synchronizedList(new ArrayList<>());
    public final List<ByteString> nonces = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Step> script = new ArrayDeque<>();
    private int streams;
    private int challenges;

    public synchronized FakeMatcher will(Step... steps) {
        script.addAll(List.of(steps));
        return this;
    }

    synchronized int streams() {
        return streams;
    }

    @Override
    public synchronized StreamObserver<IdentifyRequest> identify(StreamObserver<IdentifyResponse> out) {
        streams++;
        out.onNext(IdentifyResponse.newBuilder().setChallenge(challenge()).build());
        return new StreamObserver<>() {
            @Override
            public void onNext(IdentifyRequest frame) {
                frames.add(frame);
                nonces.add(frame.getCaptureNonce());
                respond(frame, out);
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }

    private ByteString challenge() {
        challenges++;
        return ByteString.copyFromUtf8("challenge-%06d".formatted(challenges));
    }

    private synchronized void respond(IdentifyRequest frame, StreamObserver<IdentifyResponse> out) {
        IdentifyResponse.Builder response = IdentifyResponse.newBuilder().setSequence(frame.getSequence());
        Step step = script.isEmpty() ? Step.SILENCE : script.remove();
        switch (step) {
            case IDENTIFY ->
                out.onNext(response.setDecision(identified("signed." + frame.getSequence() + ".x"))
                        .setChallenge(challenge())
                        .build());
            case NOT_IDENTIFY ->
                out.onNext(
                        response.setDecision(Decision.newBuilder().setNotIdentified(NotIdentified.getDefaultInstance()))
                                .setChallenge(challenge())
                                .build());
            case AMBIGUOUS ->
                out.onNext(response.setDecision(Decision.newBuilder().setAmbiguous(Ambiguous.getDefaultInstance()))
                        .setChallenge(challenge())
                        .build());
            case MORE ->
                out.onNext(response.setMoreFramesNeeded(MoreFramesNeeded.getDefaultInstance())
                        .build());
            case REFUSE ->
                out.onNext(response.setError(
                                Problem.of(Status.Code.INVALID_ARGUMENT, "QUALITY_TOO_LOW", "take another sample")
                                        .asStatus())
                        .build());
            case FORGET ->
                out.onNext(response.setError(
                                Problem.of(Status.Code.FAILED_PRECONDITION, "CAPTURE_CHALLENGE_UNKNOWN", "begin again")
                                        .asStatus())
                        .setChallenge(challenge())
                        .build());
            case BREAK -> out.onError(Status.UNAVAILABLE.asRuntimeException());
            case END -> out.onCompleted();
            case SILENCE -> {}
        }
    }

    static Decision identified(String jws) {
        return Decision.newBuilder()
                .setIdentified(Identified.newBuilder()
                        .setAssertion(IdentityAssertion.newBuilder().setJws(jws).setExpireTime(EXPIRY)))
                .build();
    }
}
