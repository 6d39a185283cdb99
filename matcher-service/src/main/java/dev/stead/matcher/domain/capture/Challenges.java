package dev.stead.matcher.domain.capture;

import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import java.time.Duration;

/**
 * Port: the nonces that this process has given out, each to one capture source. They are in memory only: one of before a restart, or of
 * another replica, is unknown, so that what was captured for it counts nowhere. Bounded, thread-safe.
 */
public interface Challenges {
    Duration LIFETIME = Duration.ofSeconds(60);

    /** Fresh random bytes for the source's next presentation. */
    CaptureNonce issue(CaptureSource source);

    /** Whether this nonce was given to this source, no longer ago than its lifetime. */
    boolean isOpen(CaptureSource source, CaptureNonce nonce);
}
