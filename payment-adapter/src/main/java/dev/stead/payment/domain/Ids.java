package dev.stead.payment.domain;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids: UUIDs of version 7 (RFC 9562), which sort by time and so keep an index's inserts together. Thread-safe if its source is. */
public final class Ids {
    private final InstantSource clock;
    private final RandomGenerator chance;

    /** Takes time and chance from its parameters, so that a run can be replayed. */
    public Ids(InstantSource clock, RandomGenerator chance) {
        this.clock = clock;
        this.chance = chance;
    }

    /** The least id of an instant: all ids made from then on are equal or greater, as text too. */
    public static String first(Instant instant) {
        return new UUID((instant.toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L).toString();
    }

    /** A new id. */
    public String next() {
        long high = (clock.millis() << 16) | 0x7000L | (chance.nextLong() & 0x0FFFL);
        long low = (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
