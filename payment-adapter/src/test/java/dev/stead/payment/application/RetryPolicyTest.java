package dev.stead.payment.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RetryPolicy PATIENCE = new RetryPolicy(SECOND, SECOND, SECOND, Duration.ofSeconds(30), 5);

    @Test
    void pausesDoubleAndStayBounded() {
        long seed = 11;
        var chance = new Random(seed);
        for (int tries = 0; tries < 200; tries++) {
            Duration whole = Duration.ofSeconds(Math.min(30, 1L << Math.min(tries, 20)));

            assertThat(PATIENCE.pause(tries, chance))
                    .as("after %d tries, seed %d", tries, seed)
                    .isBetween(whole.dividedBy(2), whole);
        }
    }

    @Test
    void patienceThatNeverTriesCannotBeBuilt() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(SECOND, SECOND, SECOND, SECOND, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(SECOND, SECOND, Duration.ZERO, SECOND, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(SECOND, SECOND, SECOND, Duration.ofMillis(1), 1));
    }
}
