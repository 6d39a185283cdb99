package dev.stead.matcher.domain;

/** Port: the presentations that were decided. Bounded; when full, it refuses new ones rather than forget old ones. Thread-safe. */
public interface Nonces {
    /** Whether this presentation of this source was decided before. */
    boolean isUsed(CaptureSource source, CaptureNonce nonce);

    /** Marks a presentation as decided; false if it was already. Throws {@link MatcherError#OVERLOADED} when full. */
    boolean use(CaptureSource source, CaptureNonce nonce);
}
