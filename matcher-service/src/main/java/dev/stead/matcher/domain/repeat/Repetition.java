package dev.stead.matcher.domain.repeat;

/** What a capture is to earlier ones, the worst last. */
public enum Repetition {
    /** A capture of its own. */
    NONE,
    /** Nearer to an earlier one than two captures ever come, or on a line with two of them: it was computed. */
    FAMILY,
    /** An earlier one again. */
    REPEAT;

    /** A cosine of 0.99999 is an angle of 0.26 degrees: what rounding leaves of the same numbers. */
    private static final double SAME = 0.99999;

    /** 2.8 degrees, as {@link CaptureHistory} has it in bits. */
    private static final double CLOSE = 0.9988;

    /** What a sample is to the template that is nearest to it. */
    static Repetition ofTemplate(double similarity) {
        return similarity >= SAME ? REPEAT : similarity >= CLOSE ? FAMILY : NONE;
    }

    Repetition or(Repetition other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
