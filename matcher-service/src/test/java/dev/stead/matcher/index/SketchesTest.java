package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sketches: who is empty reaches nothing; who is there is ruled out as seldom as the allowance says. */
class SketchesTest {
    private static final int HEAD = 192;
    private static final int SKETCHED = 128;

    @Test
    void anEmptyOrWipedRowReachesNothingAndIsNobodys() {
        Random random = new Random(1);
        var probe = new SketchedProbe(HEAD, HEAD);
        probe.set(residual(random));
        probe.allowFor(5);
        try (var sketches = new Sketches(HEAD)) {
            // Past the first chunk's end.
            for (int page = 0; page < 300; page++) {
                assertThat(sketches.allocate()).isEqualTo(page);
                assertThat(sketches.mayReach(Kernels.best(), page, probe, -100)).isZero();
            }
            for (int page : new int[] {0, 63, 64, 299}) {
                for (int row = 0; row < Sketches.PAGE_ROWS; row++) {
                    sketches.write(page, row, 1_000 * page + row, residual(random));
                }
                assertThat(sketches.mayReach(Kernels.best(), page, probe, -100)).isEqualTo(-1);
                for (int row = 0; row < Sketches.PAGE_ROWS; row += 3) {
                    sketches.wipe(page, row);
                }
                long reaching = sketches.mayReach(Kernels.best(), page, probe, -100);
                for (int row = 0; row < Sketches.PAGE_ROWS; row++) {
                    boolean wiped = row % 3 == 0;
                    assertThat((reaching >>> row & 1) == 0).isEqualTo(wiped);
                    assertThat(sketches.ordinal(page, row)).isEqualTo(wiped ? -1 : 1_000 * page + row);
                }
            }
            assertThat(sketches.mayReach(Kernels.best(), 1, probe, -100))
                    .as("a page between")
                    .isZero();
        }
    }

    /** Gao and Long's bound, counted: at two deviations one row in 44 is lost, at three one in 740. */
    @ParameterizedTest
    @ValueSource(floats = {1, 2, 3, 5})
    void aRowIsRuledOutByItsSketchAsSeldomAsTheAllowanceSays(float deviations) {
        long seed = 2;
        Random random = new Random(seed);
        var probe = new SketchedProbe(HEAD, HEAD);
        int lost = 0;
        int searches = 40 * Sketches.PAGE_ROWS;
        try (var sketches = new Sketches(HEAD)) {
            int page = sketches.allocate();
            for (int round = 0; round < searches / Sketches.PAGE_ROWS; round++) {
                float[] vector = residual(random);
                probe.set(vector);
                probe.allowFor(deviations);
                for (int row = 0; row < Sketches.PAGE_ROWS; row++) {
                    float[] residual = residual(random);
                    sketches.write(page, row, row, residual);
                    float truth = (float) Spaces.dot(vector, residual);
                    long reaching = sketches.mayReach(Kernels.best(), page, probe, truth - 1e-6f);
                    lost += (reaching >>> row & 1) == 0 ? 1 : 0;
                }
            }
        }
        assertThat(lost).as("of %d, seed %d", searches, seed).isLessThanOrEqualTo(mostLost(deviations, searches));
    }

    /** The share of a normal distribution beyond so many deviations, a third and three chances more. */
    private static int mostLost(float deviations, int searches) {
        double beyond = deviations == 1 ? 0.159 : deviations == 2 ? 0.0228 : deviations == 3 ? 0.00135 : 3e-7;
        return (int) (1.3 * beyond * searches) + 3;
    }

    /** What is not sketched counts as if the probe were a capture of the row, and so it is here: it must not be lost more often. */
    @ParameterizedTest
    @ValueSource(floats = {1, 2, 3})
    void aCaptureIsRuledOutAsSeldomThoughNotAllOfItIsSketched(float deviations) {
        long seed = 5;
        Random random = new Random(seed);
        var probe = new SketchedProbe(SKETCHED, HEAD);
        int lost = 0;
        int searches = 4_000;
        try (var sketches = new Sketches(SKETCHED)) {
            int page = sketches.allocate();
            for (int i = 0; i < searches; i++) {
                float[] residual = mostlySketched(random);
                float[] capture = mostlySketched(random);
                for (int k = 0; k < HEAD; k++) {
                    capture[k] = 0.5f * capture[k] + residual[k];
                }
                probe.set(capture);
                probe.allowFor(deviations);
                sketches.write(page, 0, i, residual);
                float truth = (float) Spaces.dot(capture, residual);
                lost += (sketches.mayReach(Kernels.best(), page, probe, truth - 1e-6f) & 1) == 0 ? 1 : 0;
            }
        }
        assertThat(lost).as("of %d, seed %d", searches, seed).isLessThanOrEqualTo(mostLost(deviations, searches));
    }

    /** 4 % of the square, more or less, lies outside of what is sketched. */
    private static float[] mostlySketched(Random random) {
        float[] residual = residual(random);
        for (int i = SKETCHED; i < HEAD; i++) {
            residual[i] *= 0.3f;
        }
        return residual;
    }

    @Test
    void fourBitsOfAProbeAreItsValuesToAnEighthOfTheGreatest() {
        Random random = new Random(3);
        var probe = new SketchedProbe(HEAD, HEAD);
        for (int round = 0; round < 50; round++) {
            float[] vector = residual(random);
            probe.set(vector);
            float greatest = 0;
            for (float component : vector) {
                greatest = Math.max(greatest, Math.abs(component));
            }
            for (int i = 0; i < HEAD; i++) {
                int code = 0;
                for (int plane = 0; plane < SketchedProbe.PLANES; plane++) {
                    int bit = (int) (probe.plane(i >>> 6, plane) >>> i & 1);
                    code += bit * (plane == 3 ? -8 : 1 << plane);
                }
                assertThat(Math.abs(code * probe.scale() / 2 - vector[i])).isLessThanOrEqualTo(greatest / 13.9f);
            }
        }
    }

    @Test
    void aResidualOfZeroIsCertain() {
        var probe = new SketchedProbe(HEAD, HEAD);
        probe.set(residual(new Random(4)));
        probe.allowFor(3);
        try (var sketches = new Sketches(HEAD)) {
            int page = sketches.allocate();
            sketches.write(page, 9, 77, new float[HEAD]);
            assertThat(sketches.mayReach(Kernels.best(), page, probe, -1e-6f)).isEqualTo(1L << 9);
            assertThat(sketches.mayReach(Kernels.best(), page, probe, 1e-6f)).isZero();
        }
    }

    private static float[] residual(Random random) {
        float[] values = Galleries.FULL_RANK.vector(random, HEAD);
        float length = 0.3f + random.nextFloat();
        return Arrays.copyOf(scaled(values, length), HEAD);
    }

    private static float[] scaled(float[] values, float by) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= by;
        }
        return values;
    }
}
