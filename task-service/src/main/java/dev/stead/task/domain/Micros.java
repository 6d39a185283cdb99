package dev.stead.task.domain;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Instants are kept to the microsecond, so they are made so: what is read back equals what was written. */
final class Micros {
    private Micros() {}

    static Instant now(InstantSource clock) {
        return of(clock.instant());
    }

    static Instant of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
