package dev.stead.mesh.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosTest {
    @Test
    void microsecondsCountFrom1970() {
        assertThat(Micros.of(Instant.EPOCH)).isZero();
        assertThat(Micros.of(Instant.parse("2026-01-02T03:04:05.678901999Z"))).isEqualTo(1_767_323_045_678_901L);
        assertThat(Micros.instant(1_767_323_045_678_901L)).isEqualTo("2026-01-02T03:04:05.678901Z");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatIsTruncatedIsReadBackAsItWasWritten(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            // Before 1970 too.
            Instant instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            Instant truncated = Micros.truncate(instant);

            assertThat(Micros.instant(Micros.of(truncated)))
                    .as("%s, seed %d", instant, seed)
                    .isEqualTo(truncated);
            assertThat(truncated).isBeforeOrEqualTo(instant).isAfter(instant.minus(1, ChronoUnit.MICROS));
        }
    }

    @Test
    void nowIsTheClocksInstantTruncated() {
        var clock = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678901999Z"));

        assertThat(Micros.now(clock)).isEqualTo("2026-01-02T03:04:05.678901Z");
    }

    @Test
    void anInstantOutOfRangeIsRefused() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Micros.of(Instant.MAX));
    }
}
