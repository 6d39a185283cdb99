package dev.stead.matcher.domain.repeat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Keeps one capture from identifying somebody twice. A device signs what it is fed; a camera never sees the same face twice in the same
 * way. Thread-safe; takes no lock to look.
 */
public final class RepeatGuard {
    private final Policy policy;
    private final PastCaptures past;
    private final SketchKey key;
    private final InstantSource clock;

    /** What becomes of repetitions. */
    public enum Policy {
        /** A repeat identifies nobody; a capture of a family does, and counts against its terminal. */
        REFUSE,
        /** They are counted, and change nothing: for development, where pictures from files take the place of a camera. */
        COUNT
    }

    public RepeatGuard(Policy policy, PastCaptures past, SketchKey key, InstantSource clock) {
        this.policy = policy;
        this.past = past;
        this.key = key;
        this.clock = clock;
    }

    public CaptureSketch sketch(float[] embedding) {
        return key.sketch(embedding);
    }

    /**
     * @param frames of one presentation
     * @param toTemplates the similarity of its last frame to the nearest of the enrolment's templates: whoever has a template need not wait
     *     until it was presented
     */
    public Repetition check(UUID enrolment, List<CaptureSketch> frames, double toTemplates) {
        CaptureHistory history = past.of(enrolment);
        Instant now = clock.instant();
        return frames.stream()
                .map(frame -> history.repetitionOf(frame, now))
                .reduce(Repetition.ofTemplate(toTemplates), Repetition::or);
    }

    /** Whether a presentation of this kind identifies nobody. */
    public boolean refuses(Repetition repetition) {
        return policy == Policy.REFUSE && repetition == Repetition.REPEAT;
    }

    /** Whether a presentation of this kind counts as a refusal of its terminal, although it identifies somebody. */
    public boolean suspects(Repetition repetition) {
        return policy == Policy.REFUSE && repetition == Repetition.FAMILY;
    }

    /** The presentation identified the subject of this enrolment. */
    public void remember(UUID enrolment, List<CaptureSketch> frames) {
        past.add(enrolment, frames, clock.instant());
    }

    /** The subject was erased. */
    public void forget(UUID enrolment) {
        past.forget(enrolment);
    }
}
