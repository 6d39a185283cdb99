package dev.stead.payment.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RetryPolicy RETRY_POLICY = new RetryPolicy(SECOND, SECOND, SECOND, Duration.ofSeconds(30), 5);

    @Test
    void delaysDoubleAndStayBounded() {
        long seed = 11;
        var random = new Random(seed);
        for (int retries = 0; retries < 200; retries++) {
            Duration whole = Duration.ofSeconds(Math.min(30, 1L << Math.min(retries, 20)));

            assertThat(RETRY_POLICY.backoff(random).delay(retries))
                    .as("after %d retries, seed %d", retries, seed)
                    .isBetween(whole.dividedBy(2), whole);
        }
    }

    @Test
    void policyThatNeverRetriesOrNeverWaitsCannotBeBuilt() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(SECOND, SECOND, SECOND, SECOND, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(SECOND, SECOND, Duration.ZERO, SECOND, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(SECOND, SECOND, SECOND, Duration.ofMillis(1), 1));
    }
}
