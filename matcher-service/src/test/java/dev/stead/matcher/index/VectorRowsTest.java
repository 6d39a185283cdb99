package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Coded rows: what is read is what was written, but for the codes' own rounding; what was wiped is gone. */
class VectorRowsTest {
    /** Past the first chunk's end. */
    private static final int FAR = 9_000;

    @ParameterizedTest(name = "{0} dimensions, head {1}, seed {2}")
    @CsvSource({"128, 64, 1", "128, 128, 2", "130, 64, 3", "512, 192, 4", "1024, 256, 5", "1000, 1000, 6"})
    void aRowIsReadAsItWasWrittenWithinItsCodesPrecision(int dimension, int head, long seed) {
        Random random = new Random(seed);
        Space space = Spaces.plain(dimension, head);
        try (var rows = new VectorRows(space, Kernels.best())) {
            float[] read = new float[space.head() + space.tail()];
            for (int ordinal : new int[] {0, 1, 4_095, 4_096, FAR}) {
                float[] written = Spaces.unit(space, random);
                rows.write(ordinal, written);

                assertThat(rows.read(ordinal, read)).isTrue();
                float inHead = greatest(written, 0, space.head()) / 32_639;
                float inTail = greatest(written, space.head(), written.length) / 127;
                for (int i = 0; i < written.length; i++) {
                    assertThat(read[i])
                            .as("component %d, seed %d", i, seed)
                            .isCloseTo(written[i], within(0.51f * (i < space.head() ? inHead : inTail) + 1e-8f));
                }
                float[] probe = Spaces.unit(space, random);
                double decoded = Spaces.dot(read, probe);
                assertThat(rows.exact(ordinal, probe)).isCloseTo((float) decoded, within(1e-5f));
                double head1 = Spaces.dot(Arrays.copyOf(written, space.head()), Arrays.copyOf(probe, space.head()));
                assertThat(rows.coarse(ordinal, probe)).isCloseTo((float) head1, within(0.01f));
            }
        }
    }

    @Test
    void aStampIsEvenChangesWithEveryWriteAndSaysWhetherTheRowLives() {
        Random random = new Random(7);
        Space space = Spaces.plain(64, 64);
        try (var rows = new VectorRows(space, Kernels.best())) {
            assertThat(rows.stamp(5)).isZero();
            assertThat(rows.isLive(5)).isFalse();
            assertThat(rows.isLive(-1)).isFalse();
            assertThat(rows.isLive(Integer.MAX_VALUE)).isFalse();
            int before = rows.stamp(5);
            for (int i = 0; i < 100; i++) {
                boolean wipe = i % 3 == 2;
                if (wipe) {
                    rows.wipe(5);
                } else {
                    rows.write(5, Spaces.unit(space, random));
                }
                assertThat(rows.stamp(5)).isNotEqualTo(before);
                assertThat(rows.stamp(5) & 1).isZero();
                assertThat(rows.isLive(5)).isEqualTo(!wipe);
                before = rows.stamp(5);
            }
            assertThat(rows.isLive(4)).isFalse();
            assertThat(rows.isLive(6)).isFalse();
        }
    }

    @Test
    void aWipedRowHasNoByteLeftAndItsNeighboursAllOfTheirs() {
        Random random = new Random(8);
        Space space = Spaces.plain(100, 64);
        try (var rows = new VectorRows(space, Kernels.best())) {
            float[][] written = new float[3][];
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                written[ordinal] = Spaces.unit(space, random);
                rows.write(ordinal, written[ordinal]);
            }
            byte[] first = saved(rows, 0);
            byte[] last = saved(rows, 2);

            rows.wipe(1);

            assertThat(saved(rows, 1)).containsOnly(0);
            assertThat(saved(rows, 0)).isEqualTo(first);
            assertThat(saved(rows, 2)).isEqualTo(last);
            assertThat(rows.exact(1, written[1])).isNaN();
            assertThat(rows.read(1, written[1])).isFalse();
            assertThat(rows.exact(0, written[0])).isCloseTo(1, within(1e-4f));
        }
    }

    @Test
    void theMostInATailIsThatOfTheRowThatHasMost() {
        Random random = new Random(9);
        Space space = Spaces.plain(128, 64);
        try (var rows = new VectorRows(space, Kernels.best())) {
            double most = 0;
            for (int ordinal = 0; ordinal < 50; ordinal++) {
                float[] written = Spaces.unit(space, random);
                double square = 0;
                for (int i = space.head(); i < written.length; i++) {
                    square += written[i] * written[i];
                }
                most = Math.max(most, square);
                rows.write(ordinal, written);
                assertThat(rows.mostInTail()).isCloseTo((float) most, within(1e-5f));
            }
        }
    }

    @Test
    void aSavedRowComesBackByteByByteAndAnImpossibleOneNot() {
        Random random = new Random(10);
        Space space = Spaces.plain(96, 64);
        try (var before = new VectorRows(space, Kernels.best());
                var after = new VectorRows(space, Kernels.best())) {
            float[] written = Spaces.unit(space, random);
            before.write(3, written);
            byte[] saved = saved(before, 3);

            assertThat(after.restore(7, ByteBuffer.wrap(saved))).isTrue();

            assertThat(saved(after, 7)).isEqualTo(saved);
            assertThat(after.exact(7, written)).isEqualTo(before.exact(3, written));
            for (int scale : new int[] {0, 4}) {
                for (float bad : new float[] {0, -1, 1.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
                    ByteBuffer damaged = ByteBuffer.wrap(saved.clone()).order(ByteOrder.nativeOrder());
                    damaged.putFloat(scale, bad);
                    assertThat(after.restore(8, damaged))
                            .as("a scale of %s", bad)
                            .isFalse();
                    assertThat(after.isLive(8)).isFalse();
                }
            }
        }
    }

    private static byte[] saved(VectorRows rows, int ordinal) {
        ByteBuffer into = ByteBuffer.allocate(rows.savedBytes());
        rows.save(ordinal, into);
        assertThat(into.hasRemaining()).isFalse();
        return into.array();
    }

    private static float greatest(float[] values, int from, int to) {
        float greatest = 0;
        for (int i = from; i < to; i++) {
            greatest = Math.max(greatest, Math.abs(values[i]));
        }
        return greatest;
    }
}
