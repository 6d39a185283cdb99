package dev.stead.task.application;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Instants are kept to the microsecond, so they are made so: what is read back equals what was written. */
public final class Micros {
    private Micros() {}

    static Instant now(InstantSource clock) {
        return of(clock.instant());
    }

    public static Instant of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
