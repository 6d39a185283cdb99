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
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Presentation;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.capture.CaptureValidator;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.MoreFramesNeeded;
import dev.stead.mesh.security.Caller;
import io.micrometer.core.instrument.Timer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The undecided presentations of one stream. Not thread-safe: gRPC delivers a stream's messages one after the other. */
final class IdentifyFrames {
    /** A terminal has one person before it; some leave before they are decided. */
    private static final int MAX_OPEN = 8;

    /** After these a presentation cannot go on with the nonce that it has. */
    private static final Set<MatcherError> NEEDING_ANOTHER =
            EnumSet.of(MatcherError.NONCE_USED, MatcherError.CAPTURE_CHALLENGE_UNKNOWN);

    private static final Set<MatcherError> ENDING = EnumSet.of(
            MatcherError.NONCE_USED,
            MatcherError.CAPTURE_CHALLENGE_UNKNOWN,
            MatcherError.DECISION_BUDGET_SPENT,
            MatcherError.PRESENTATION_ATTACK_SUSPECTED);

    private final Galleries galleries;
    private final Identifier identifier;
    private final CaptureValidator captures;
    private final Out out;
    private final CaptureSource terminal;
    private final Map<CaptureNonce, Begun> open = new LinkedHashMap<>();
    private long lastSequence;

    /** What decides on frames, and in which galleries. */
    record UseCases(Galleries galleries, Identifier identifier, CaptureValidator captures) {}

    /** What becomes of a decision. */
    record Out(DecisionMessages messages, IdentificationMetrics metrics) {}

    private record Begun(Presentation presentation, Timer.Sample since) {}

    IdentifyFrames(UseCases useCases, Out out, CaptureSource terminal) {
        this.galleries = useCases.galleries();
        this.identifier = useCases.identifier();
        this.captures = useCases.captures();
        this.out = out;
        this.terminal = terminal;
    }

    /** Throws {@link MatcherException} for a bad frame; the open presentations stay as they were. */
    HeldAnswer<IdentifyResponse> answer(IdentifyRequest request) {
        Timer.Sample since = out.metrics.start();
        try {
            HeldAnswer<IdentifyResponse> answer = decide(request);
            IdentifyResponse message = answer.message();
            answered(
                    request,
                    message.hasDecision()
                            ? IdentificationMetrics.outcome(message.getDecision())
                            : IdentificationMetrics.MORE_FRAMES,
                    since);
            return answer;
        } catch (RuntimeException e) {
            answered(request, IdentificationMetrics.outcome(e), since);
            throw e;
        }
    }

    /** A frame was refused before it came here. */
    void refused(IdentifyRequest request, String outcome) {
        answered(request, outcome, out.metrics.start());
    }

    private void answered(IdentifyRequest request, String outcome, Timer.Sample since) {
        out.metrics.answered(
                IdentificationMetrics.IDENTIFY,
                request.getGalleryId(),
                new Caller.Terminal(terminal.id()),
                outcome,
                since);
    }

    private HeldAnswer<IdentifyResponse> decide(IdentifyRequest request) {
        requireIncreasing(request.getSequence());
        Gallery gallery = galleries.get(new GalleryId(request.getGalleryId()));
        var nonce = CaptureNonce.of(request.getCaptureNonce().toByteArray());
        Begun begun = begun(gallery, nonce);
        Presentation presentation = begun.presentation();
        Optional<Decision> decision;
        try (var frame = SampleFrame.of(request.getSample(), request.hasProof(), request.getProof())) {
            captures.check(presentation, frame.proof());
            decision = decide(presentation, frame.sample(), request.getLastFrame(), captures.isBonaFide(frame.proof()));
            out.metrics.seen(request.getGalleryId(), new Caller.Terminal(terminal.id()), presentation);
        } catch (RuntimeException e) {
            if (!open.containsKey(nonce)
                    || (e instanceof MatcherException refused && ENDING.contains(refused.error()))) {
                end(nonce, begun);
            }
            throw e;
        }
        var answer = IdentifyResponse.newBuilder().setSequence(request.getSequence());
        if (decision.isEmpty()) {
            keep(nonce, begun);
            return HeldAnswer.free(answer.setMoreFramesNeeded(MoreFramesNeeded.getDefaultInstance())
                    .build());
        }
        end(nonce, begun);
        dev.stead.matcher.v1.Decision message = out.messages.of(decision.get(), presentation, Assurance.IDENTIFICATION);
        out.metrics.decided(request.getGalleryId(), message, presentation.frames(), begun.since());
        answer.setDecision(message).setChallenge(challenge());
        return HeldAnswer.of(answer.build(), decision.get(), presentation);
    }

    /** A frame that may be an attack's is not searched for: it tells nothing about anybody, and the next one may be better. */
    private Optional<Decision> decide(Presentation presentation, Sample sample, boolean last, boolean bonaFide) {
        if (bonaFide) {
            return identifier.identify(presentation, sample, last);
        }
        if (last) {
            throw CaptureValidator.presentationAttack();
        }
        return Optional.empty();
    }

    /** What a stream begins with. */
    IdentifyResponse first() {
        return IdentifyResponse.newBuilder().setChallenge(challenge()).build();
    }

    /** What an answer with this error says besides: how to begin again, if this presentation cannot go on. */
    IdentifyResponse.Builder refusal(RuntimeException e) {
        var answer = IdentifyResponse.newBuilder();
        return e instanceof MatcherException refused && NEEDING_ANOTHER.contains(refused.error())
                ? answer.setChallenge(challenge())
                : answer;
    }

    private ByteString challenge() {
        return ByteString.copyFrom(captures.challenge(terminal).bytes());
    }

    /** Whether a presentation has begun and is not decided. */
    boolean hasOpen() {
        return !open.isEmpty();
    }

    private void requireIncreasing(long sequence) {
        if (sequence <= lastSequence) {
            throw new MatcherException(
                    MatcherError.SEQUENCE_NOT_INCREASING,
                    "sequence must rise with each message, from 1: the last was " + lastSequence);
        }
        lastSequence = sequence;
    }

    private Begun begun(Gallery gallery, CaptureNonce nonce) {
        Begun known = open.get(nonce);
        if (known == null) {
            return new Begun(identifier.begin(gallery, terminal, nonce), out.metrics.start());
        }
        if (!known.presentation()
                .gallery()
                .config()
                .id()
                .equals(gallery.config().id())) {
            throw new MatcherException(
                    MatcherError.GALLERY_CHANGED, "all frames of a presentation must name one gallery");
        }
        return known;
    }

    /** Beyond the limit the oldest is forgotten: its next frame begins it again. */
    private void keep(CaptureNonce nonce, Begun begun) {
        open.put(nonce, begun);
        if (open.size() > MAX_OPEN) {
            Begun oldest = open.remove(open.keySet().iterator().next());
            if (oldest != null) {
                oldest.presentation().wipe();
            }
        }
    }

    /** No frame of it comes any more. */
    private void end(CaptureNonce nonce, Begun begun) {
        open.remove(nonce);
        begun.presentation().wipe();
    }

    /** No frame comes any more. */
    void end() {
        open.values().forEach(begun -> begun.presentation().wipe());
        open.clear();
    }
}
