package dev.stead.terminal.pad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErrorRateTest {
    /** The values are those of R's prop.test(10, 1000, correct = FALSE). */
    @Test
    void theIntervalIsWilsons() {
        ErrorRate rate = new ErrorRate(10, 1000);
        assertThat(rate.share()).isEqualTo(0.01);
        assertThat(rate.low()).isCloseTo(0.005441, within(1e-6));
        assertThat(rate.high()).isCloseTo(0.018310, within(1e-6));
    }

    @Test
    void noErrorDoesNotMeanThatThereAreNone() {
        ErrorRate none = new ErrorRate(0, 20);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(0.161, within(0.001));
        assertThat(none).hasToString("0 of 20, 0.0 %, 0.0 to 16.1 %");
    }

    @Test
    void allErrorsReachOne() {
        assertThat(new ErrorRate(20, 20).high()).isEqualTo(1);
    }

    @Test
    void thereAreNoMoreErrorsThanPresentations() {
        assertThatThrownBy(() -> new ErrorRate(2, 1)).hasMessage("2 errors in 1 presentations");
        assertThatThrownBy(() -> new ErrorRate(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
