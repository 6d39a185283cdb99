package dev.stead.matcher.domain.capture;

/**
 * What a capture must prove.
 *
 * @param proof whether terminals must prove their captures
 * @param minPadBand the least score against a presentation attack with which somebody is identified, 0 to 100; at 0 none is asked for
 */
public record CapturePolicy(Proof proof, int minPadBand) {
    public static final CapturePolicy REQUIRED = new CapturePolicy(Proof.REQUIRED, 0);
    public static final CapturePolicy OPTIONAL = new CapturePolicy(Proof.OPTIONAL, 0);

    /** Whether a frame needs a proof. */
    public enum Proof {
        REQUIRED,
        /** A proof is checked if there is one: for development, and to measure. */
        OPTIONAL
    }
}
