package dev.stead.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes request ids and capture nonces from the caller's clock and chance. Safe for many threads if {@code random} is.
 *
 * @param random in production a {@link java.security.SecureRandom}: a guessed nonce or id is an attack
 */
public record RequestIdSource(InstantSource clock, RandomGenerator random) {
    /** A UUID version 7 (RFC 9562): 48 bits of milliseconds, then chance; so journals and tables keep the order of time. */
    public UUID requestId() {
        long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0x0FFF);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }

    /** 16 bytes of chance, fresh for each presentation. */
    byte[] captureNonce() {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return nonce;
    }

    Instant now() {
        return clock.instant();
    }

    Instant after(Duration duration) {
        return now().plus(duration);
    }
}
