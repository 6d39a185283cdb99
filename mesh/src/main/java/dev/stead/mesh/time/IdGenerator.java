package dev.stead.mesh.time;

import java.time.Instant;
import java.util.UUID;

/**
 * Generates ids: UUIDs of version 7 (RFC 9562, section 5.7), 48 bits of milliseconds and then 74 random ones. They rise with time, so
 * that new rows of a table lie together. As thread-safe as the environment's random numbers.
 */
public final class IdGenerator {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Environment environment;

    public IdGenerator(Environment environment) {
        this.environment = environment;
    }

    /** A new id in its canonical form of 36 characters. */
    public String next() {
        return nextUuid().toString();
    }

    /** A new id. */
    public UUID nextUuid() {
        long high = timestamp(environment.clock().millis())
                | VERSION
                | (environment.random().nextLong() & 0x0FFFL);
        long low = (environment.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT;
        return new UUID(high, low);
    }

    /** The lowest possible id of an instant: every id generated from then on is equal or greater, compared as text too. */
    public static String earliest(Instant instant) {
        return new UUID(timestamp(instant.toEpochMilli()) | VERSION, VARIANT).toString();
    }

    private static long timestamp(long millis) {
        return millis << 16;
    }
}
