package dev.stead.matcher.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as the tables hold them: int64 microseconds since the epoch. */
final class Micros {
    private Micros() {}

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** As it will be read back. */
    static Instant rounded(Instant instant) {
        return instant(of(instant));
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
