package dev.stead.mesh.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonIntervalTest {
    /** The values are those of R's prop.test(10, 1000, correct = FALSE) and of 0 in 20. */
    @Test
    void theEndsAreThoseOfR() {
        WilsonInterval some = WilsonInterval.of(10, 1_000);
        assertThat(some.low()).isCloseTo(0.005441, within(1e-6));
        assertThat(some.high()).isCloseTo(0.018310, within(1e-6));
        assertThat(WilsonInterval.of(0, 20).high()).isCloseTo(0.161, within(0.001));
    }

    @Test
    void whatWasNeverOrAlwaysSeenMayBeNeverOrAlways() {
        assertThat(WilsonInterval.of(0, 20).low()).isZero();
        assertThat(WilsonInterval.of(20, 20).high()).isOne();
        assertThat(WilsonInterval.of(0, 0)).isEqualTo(new WilsonInterval(0, 1));
    }

    @Test
    void thereAreNoMoreEventsThanTrials() {
        assertThatIllegalArgumentException().isThrownBy(() -> WilsonInterval.of(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> WilsonInterval.of(-1, 1));
    }
}
