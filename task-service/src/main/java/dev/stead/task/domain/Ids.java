package dev.stead.task.domain;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids: UUIDs of version 7 (RFC 9562), which rise with time, so that new rows lie together. Thread-safe if its chance is. */
public final class Ids {
    private final InstantSource clock;
    private final RandomGenerator chance;

    public Ids(InstantSource clock, RandomGenerator chance) {
        this.clock = clock;
        this.chance = chance;
    }

    String next() {
        long high = (clock.millis() << 16) | 0x7000L | (chance.nextLong() & 0x0FFFL);
        long low = (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
