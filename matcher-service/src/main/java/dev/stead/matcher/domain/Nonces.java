package dev.stead.matcher.domain;

/** Port: the presentations that were decided. Bounded; when it is full it refuses rather than forgets. */
public interface Nonces {
    /** Whether this capturer's presentation was decided before. */
    boolean isUsed(CaptureSource capturer, CaptureNonce nonce);

    /** Marks it as decided; false if it was already. Throws {@link MatcherError#OVERLOADED} when full. */
    boolean use(CaptureSource capturer, CaptureNonce nonce);
}
