package dev.stead.mesh.time;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Instants at the resolution of the stores: microseconds since 1970-01-01T00:00Z. What is stored is created at this resolution, so that
 * what is read back equals what was written.
 */
public final class Micros {
    private Micros() {}

    /**
     * Microseconds since 1970.
     *
     * @throws ArithmeticException some 292,000 years before or after 1970
     */
    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** The inverse of {@link #of}. */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The instant as it will be read back: rounded down to a whole microsecond. */
    public static Instant truncate(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** The clock's instant, truncated. */
    public static Instant now(InstantSource clock) {
        return truncate(clock.instant());
    }
}
