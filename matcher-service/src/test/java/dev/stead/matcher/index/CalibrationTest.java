package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A calibration as it was measured on a gallery, and the table of it: who asks for more certainty never reads less. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalibrationTest {
    private static final int DIMENSION = 128;

    private final SteadIndex index = new SteadIndex(DIMENSION, Kernels.best(), 3);

    @BeforeAll
    void fill() {
        Random random = new Random(3);
        for (int ordinal = 0; ordinal < 3_000; ordinal++) {
            index.put(ordinal, Galleries.segment(Galleries.LOW_RANK.vector(random, DIMENSION)));
        }
        index.settle();
    }

    @AfterAll
    void close() {
        index.close();
    }

    private Calibration measured() {
        Generation now = index.current();
        if (now == null) {
            throw new AssertionError("not arranged");
        }
        return now.calibrated();
    }

    private CutoffTable cutoffs(AccuracyTarget target) {
        return cutoffs(measured(), target);
    }

    private static CutoffTable cutoffs(Calibration calibration, AccuracyTarget target) {
        var cutoffs = new CutoffTable(calibration);
        cutoffs.fit(target);
        return cutoffs;
    }

    @Test
    void whoHasFoundSomebodyBetterNeedNotReadFurtherAway() {
        CutoffTable cutoffs = cutoffs(new AccuracyTarget(0.999, 0.05f, -1));
        for (float best = -0.99f; best < 0.99f; best += 0.01f) {
            assertThat(cutoffs.after(best + 0.01f)).as("after %s", best).isGreaterThanOrEqualTo(cutoffs.after(best));
        }
        assertThat(cutoffs.after(0.95f)).isGreaterThan(cutoffs.after(0.3f));
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.5f, 0, 0.3f, 0.5f, 0.8f})
    void moreAgreementAWiderMarginAndALowerFloorReadMore(float best) {
        assertThat(cutoffs(new AccuracyTarget(0.9999, 0, -1)).after(best))
                .isLessThanOrEqualTo(cutoffs(new AccuracyTarget(0.99, 0, -1)).after(best));
        assertThat(cutoffs(new AccuracyTarget(0.999, 0.2f, -1)).after(best))
                .isLessThan(cutoffs(new AccuracyTarget(0.999, 0, -1)).after(best));
        assertThat(cutoffs(new AccuracyTarget(0.999, 0, 0.2f)).after(best))
                .isLessThanOrEqualTo(cutoffs(new AccuracyTarget(0.999, 0, 0.6f)).after(best));
        assertThat(cutoffs(new AccuracyTarget(0.9999, 0, -1)).sketchDeviations())
                .isGreaterThanOrEqualTo(cutoffs(new AccuracyTarget(0.99, 0, -1)).sketchDeviations());
    }

    @Test
    void fewPartitionsAreReadWithMoreCare() {
        var target = new AccuracyTarget(0.999, 0, -1);
        CutoffTable few = cutoffs(inPartitions(8), target);
        CutoffTable many = cutoffs(inPartitions(1_000), target);
        assertThat(few.sketchDeviations()).isGreaterThan(many.sketchDeviations());
        assertThat(few.after(0.4f)).isLessThan(many.after(0.4f));
    }

    private Calibration inPartitions(int count) {
        Calibration like = measured();
        return new Calibration(
                like.intercept(),
                like.slope(),
                like.deviation(),
                like.mode(),
                like.scale(),
                Calibration.doubtful(count));
    }

    @Test
    void nobodyFoundWithoutAFloorReadsAll() {
        assertThat(cutoffs(new AccuracyTarget(0.999, 0, -1)).afterNobody()).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(cutoffs(new AccuracyTarget(0.999, 0, 0.3f)).afterNobody())
                .isLessThanOrEqualTo(cutoffs(new AccuracyTarget(0.999, 0, 0.7f)).afterNobody());
    }

    @Test
    void aTableForgetsTheEffortBefore() {
        var cutoffs = new CutoffTable(measured());
        cutoffs.fit(new AccuracyTarget(0.99, 0, -1));
        float before = cutoffs.after(0.4f);
        cutoffs.fit(new AccuracyTarget(0.9999, 0.3f, -1));
        assertThat(cutoffs.after(0.4f))
                .isLessThan(before)
                .isEqualTo(cutoffs(new AccuracyTarget(0.9999, 0.3f, -1)).after(0.4f));
        cutoffs.fit(new AccuracyTarget(0.99, 0, -1));
        assertThat(cutoffs.after(0.4f)).isEqualTo(before);
    }

    @Test
    void comesBackAsItWasSavedAndNotOutOfRange() throws SnapshotException {
        ByteBuffer saved = ByteBuffer.allocate(Calibration.SAVED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        measured().save(saved);
        assertThat(saved.hasRemaining()).isFalse();
        assertThat(Calibration.restore(saved.flip())).isEqualTo(measured());
        for (int at = 0; at < Calibration.SAVED_BYTES; at += Float.BYTES) {
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                ByteBuffer damaged = ByteBuffer.wrap(saved.array().clone()).order(ByteOrder.LITTLE_ENDIAN);
                damaged.putFloat(at, bad);
                assertThatThrownBy(() -> Calibration.restore(damaged))
                        .as("%s at byte %d", bad, at)
                        .isInstanceOf(SnapshotException.class);
            }
        }
    }

    @Test
    void theNormalDistributionHasItsKnownQuantiles() {
        assertThat(Normal.quantile(0.5)).isCloseTo(0, within(1e-5));
        assertThat(Normal.quantile(0.975)).isCloseTo(1.959964, within(1e-4));
        assertThat(Normal.quantile(0.999)).isCloseTo(3.090232, within(1e-3));
        assertThat(Normal.quantile(0.001)).isCloseTo(-3.090232, within(1e-3));
    }

    @Test
    void aLineIsFoundThroughItsPointsWithTheirDeviation() {
        Random random = new Random(5);
        var fit = new LineFit();
        for (int i = 0; i < 20_000; i++) {
            double x = random.nextDouble();
            fit.add(x, 0.3 + 0.7 * x + 0.05 * random.nextGaussian());
        }
        assertThat(fit.line()).usingComparatorWithPrecision(5e-3f).containsExactly(0.3f, 0.7f, 0.05f);
    }
}
