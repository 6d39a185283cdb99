package dev.stead.task.application;

import java.util.UUID;

/** Makes ids: UUIDs of version 7 (RFC 9562), which rise with time, so that new rows lie together. Thread-safe if its chance is. */
public final class Ids {
    private final Circumstances circumstances;

    public Ids(Circumstances circumstances) {
        this.circumstances = circumstances;
    }

    String next() {
        long high = (circumstances.clock().millis() << 16)
                | 0x7000L
                | (circumstances.chance().nextLong() & 0x0FFFL);
        long low = (circumstances.chance().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
