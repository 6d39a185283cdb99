package dev.stead.matcher.domain.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.OperatingPoint;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Genuine similarities as on real faces: normal about 0.68, with a deviation of 0.12, and accepted from 0.55. */
class SimilarityDriftTest {
    private static final OperatingPoint POINT = new OperatingPoint(0.55f, 0.05f, 3);
    private static final double DEVIATION = 0.12;
    private static final double USUAL = 0.68;

    private final SimilarityDrift drift = new SimilarityDrift();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void steadyGalleryDoesNotDrift(long seed) {
        var random = new Random(seed);
        add(SimilarityDrift.EARLIER, USUAL, random, POINT);
        for (int i = 0; i < 50; i++) {
            add(SimilarityDrift.RECENT, USUAL, random, POINT);
            assertThat(drift.isDrifting()).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void fallOfSimilaritiesIsSeenAndOverWhenTheyAreBack() {
        var random = new Random(6);
        add(SimilarityDrift.EARLIER, USUAL, random, POINT);
        add(SimilarityDrift.RECENT, USUAL - DEVIATION, random, POINT);
        assertThat(drift.isDrifting()).isTrue();
        add(SimilarityDrift.RECENT, USUAL, random, POINT);
        assertThat(drift.isDrifting()).isFalse();
    }

    @Test
    void riseIsSeenToo() {
        var random = new Random(7);
        add(SimilarityDrift.EARLIER, USUAL, random, POINT);
        add(SimilarityDrift.RECENT, USUAL + DEVIATION, random, POINT);
        assertThat(drift.isDrifting()).isTrue();
    }

    @Test
    void anotherCalibrationBeginsAnew() {
        var random = new Random(8);
        var stricter = new OperatingPoint(0.65f, 0.05f, 4);
        add(SimilarityDrift.EARLIER, USUAL, random, POINT);
        add(SimilarityDrift.RECENT, USUAL - DEVIATION, random, POINT);
        add(SimilarityDrift.EARLIER, USUAL, random, stricter);
        assertThat(drift.isDrifting()).isFalse();
        add(SimilarityDrift.RECENT, USUAL, random, stricter);
        assertThat(drift.isDrifting()).isFalse();
    }

    @Test
    void nothingIsSaidOfFew() {
        var random = new Random(9);
        add(SimilarityDrift.EARLIER, USUAL, random, POINT);
        add(SimilarityDrift.RECENT - 1, 0.9, random, POINT);
        assertThat(drift.isDrifting()).isFalse();
        assertThat(drift).hasToString("SimilarityDrift[none]");
    }

    private void add(int count, double mean, Random random, OperatingPoint point) {
        for (int added = 0; added < count; ) {
            float similarity = (float) (mean + DEVIATION * random.nextGaussian());
            if (similarity >= point.threshold()) {
                drift.add(similarity, point.calibration());
                added++;
            }
        }
    }
}
