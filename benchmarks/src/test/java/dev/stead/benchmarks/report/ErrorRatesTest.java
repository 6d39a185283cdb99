package dev.stead.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.stead.benchmarks.report.ErrorRates.TopOnes;
import org.junit.jupiter.api.Test;

class ErrorRatesTest {
    /** Four mated probes, one of which finds somebody else, then four strangers. */
    private static final TopOnes EIGHT = new TopOnes(
            new boolean[] {true, true, true, true, false, false, false, false},
            new boolean[] {true, true, true, false, false, false, false, false},
            new float[] {0.9f, 0.7f, 0.5f, 0.8f, 0.6f, 0.45f, 0.4f, 0.3f});

    @Test
    void aHighThresholdMissesAndALowOneConfuses() {
        assertThat(ErrorRates.at(0.75, EIGHT)).isEqualTo(new ErrorRates(0.75, 0, 0.75));
        assertThat(ErrorRates.at(0.5, EIGHT)).isEqualTo(new ErrorRates(0.5, 0.25, 0.25));
        assertThat(ErrorRates.at(0, EIGHT)).isEqualTo(new ErrorRates(0, 1, 0.25));
    }

    @Test
    void aThresholdIsReachedBySimilaritiesThatEqualIt() {
        assertThat(ErrorRates.at(0.9f, EIGHT).fnir()).isEqualTo(0.75);
    }

    @Test
    void rank1AsksForNoThreshold() {
        assertThat(EIGHT.rank1()).isEqualTo(0.75);
    }

    @Test
    void noStrangerOfTheCalibratingHalfPassesAtZero() {
        ErrorRates calibrated = ErrorRates.calibrated(0, EIGHT);

        // Strangers 4 and 6 calibrate (0.6, 0.4); 5 and 7 are counted (0.45, 0.3).
        assertThat(calibrated.threshold()).isGreaterThan(0.6f).isCloseTo(0.6, within(1e-6));
        assertThat(calibrated.fpir()).isZero();
        assertThat(calibrated.fnir()).isEqualTo(0.5);
    }

    @Test
    void theOtherHalfOfTheStrangersIsCounted() {
        ErrorRates calibrated = ErrorRates.calibrated(0.5, EIGHT);

        assertThat(calibrated.threshold()).isCloseTo(0.4, within(1e-6));
        assertThat(calibrated.fpir()).isEqualTo(0.5);
    }

    @Test
    void everybodyPassesAtOne() {
        assertThat(ErrorRates.calibrated(1, EIGHT).fpir()).isEqualTo(1);
    }

    @Test
    void withoutStrangersNothingIsCalibrated() {
        TopOnes mated = new TopOnes(new boolean[] {true}, new boolean[] {true}, new float[] {0.9f});

        assertThatIllegalArgumentException().isThrownBy(() -> ErrorRates.calibrated(0.1, mated));
    }
}
