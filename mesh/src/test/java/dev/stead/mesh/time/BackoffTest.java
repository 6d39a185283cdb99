package dev.stead.mesh.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void delaysDoubleAndStayBounded() {
        long seed = 11;
        var backoff = new Backoff(SECOND, Duration.ofSeconds(30), new Random(seed));
        for (int failures = 0; failures < 200; failures++) {
            Duration whole = Duration.ofSeconds(Math.min(30, 1L << Math.min(failures, 20)));

            assertThat(backoff.delay(failures))
                    .as("after %d failures, seed %d", failures, seed)
                    .isBetween(whole.dividedBy(2), whole);
        }
    }

    @Test
    void noDelayOverflows() {
        long seed = 12;
        Duration longest = Duration.ofMillis(Long.MAX_VALUE);
        var backoff = new Backoff(Duration.ofDays(1), longest, new Random(seed));

        for (int failures : new int[] {36, 37, 62, 63, 64, 65, 1_000, Integer.MAX_VALUE}) {
            assertThat(backoff.delay(failures))
                    .as("after %d failures, seed %d", failures, seed)
                    .isBetween(longest.dividedBy(4), longest);
        }
    }

    @Test
    void delaysAreReplayedWithTheSameRandomNumbers() {
        long seed = 13;
        var first = new Backoff(SECOND, Duration.ofMinutes(5), new Random(seed));
        var second = new Backoff(SECOND, Duration.ofMinutes(5), new Random(seed));

        assertThat(first.delay(4)).isEqualTo(second.delay(4));
    }

    @Test
    void aBackoffThatDoesNotWaitCannotBeBuilt() {
        var random = new Random(14);

        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, SECOND, random));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ofNanos(1), SECOND, random));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(SECOND, Duration.ofMillis(999), random));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(SECOND, SECOND, random).delay(-1));
    }
}
