package dev.stead.matcher.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.stead.matcher.domain.ModelId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ThresholdCurveTest {
    private static final ModelId DEMONSTRATION = new ModelId("faceplugin-mobilefacenet@0.0.1");

    @Test
    void thresholdRisesWithTheLogarithmOfTheSize() {
        var curve = new ThresholdCurve(Map.of(1, 0.3f, 100, 0.5f));
        assertThat(curve.at(1)).isEqualTo(0.3f);
        assertThat(curve.at(10)).isCloseTo(0.4f, within(1e-5f));
        assertThat(curve.at(100)).isEqualTo(0.5f);
        assertThat(curve.at(0)).isEqualTo(0.3f);
    }

    @Test
    void beyondTheGreatestSizeItRisesByTheSlope() {
        var curve = new ThresholdCurve(Map.of(1, 0.1f, 100, 0.5f, 900, 0.6f, 1_000, 0.6f));
        assertThat(curve.at(10_000)).isCloseTo(0.7f, within(1e-5f));
        assertThat(curve.at(Long.MAX_VALUE)).isBetween(0.9f, 1f);
    }

    @Test
    void aLargerRingNeverNeedsALowerThreshold() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            Map<Integer, Float> points = new TreeMap<>();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                points.put(random.nextInt(1, 100_000), random.nextFloat(0.1f, 1f));
            }
            var curve = new ThresholdCurve(points);
            float before = 0;
            for (long size = 1; size < 1_000_000_000; size = size * 5 / 4 + 1) {
                assertThat(curve.at(size)).as("seed %d, size %d", seed, size).isBetween(before - 1e-6f, 1f);
                before = curve.at(size);
            }
        }
    }

    @Test
    void priorOfTheDemonstrationModelBuysWhatWasMeasured() {
        ThresholdCurve curve = ImpostorPrior.of(DEMONSTRATION).orElseThrow().curve(0.001);
        assertThat(curve.at(1)).isCloseTo(0.34f, within(0.005f));
        assertThat(curve.at(5)).isCloseTo(0.38f, within(0.005f));
        assertThat(curve.at(20)).isCloseTo(0.43f, within(0.005f));
        assertThat(curve.at(100)).isCloseTo(0.47f, within(0.005f));
        assertThat(curve.at(500)).isCloseTo(0.51f, within(0.005f));
        assertThat(curve.at(4_200)).isCloseTo(0.55f, within(0.005f));
        assertThat(curve.at(1_000_000)).isBetween(0.64f, 0.7f);
    }

    @Test
    void aModelOfWhichNothingIsKnownHasNoPrior() {
        assertThat(ImpostorPrior.of(new ModelId("another@1"))).isEmpty();
    }

    @Test
    void aCurveWithoutThresholdsOrWithImpossibleOnesCannotBeBuilt() {
        for (Map<Integer, Float> bad :
                List.of(Map.<Integer, Float>of(), Map.of(0, 0.5f), Map.of(1, 1.5f), Map.of(1, 0f))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ThresholdCurve(bad));
        }
    }
}
