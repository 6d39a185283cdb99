package dev.stead.matcher.domain;

/** Port: the presentations that were decided. Bounded; when it is full it refuses rather than forgets. */
public interface Nonces {
    /** Whether this source's presentation was decided before. */
    boolean isUsed(CaptureSource source, CaptureNonce nonce);

    /** Marks it as decided; false if it was already. Throws {@link MatcherError#OVERLOADED} when full. */
    boolean use(CaptureSource source, CaptureNonce nonce);
}
