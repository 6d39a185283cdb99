package dev.stead.task.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as they are kept: microseconds since 1970 UTC. */
final class Micros {
    private Micros() {}

    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
