package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A space found in any sample is a rotation that loses nothing, and its head holds what it promises. */
class SpaceTest {
    private static final int SAMPLE = 400;

    static Stream<Arguments> samples() {
        return Stream.of(Galleries.values())
                .flatMap(kind ->
                        Stream.of(100, 128, 300).map(dimension -> Arguments.of(kind, dimension, 7L + dimension)));
    }

    @ParameterizedTest(name = "{0}, {1} dimensions, seed {2}")
    @MethodSource("samples")
    void keepsInnerProductsAndTurnsBack(Galleries kind, int dimension, long seed) {
        Random random = new Random(seed);
        Space space = new SpaceTrainer(dimension, seed).train(sample(kind, random, dimension));
        float[] back = new float[dimension];
        for (int i = 0; i < 40; i++) {
            // Also of vectors that are unlike the sample: a rotation knows no difference.
            float[] a = (i % 2 == 0 ? kind : Galleries.FULL_RANK).vector(random, dimension);
            float[] b = Galleries.FULL_RANK.vector(random, dimension);
            float[] turned = Spaces.rotated(space, a);
            assertThat(Spaces.dot(turned, Spaces.rotated(space, b)))
                    .as("%s, seed %d", space, seed)
                    .isCloseTo(Spaces.dot(a, b), within(2e-5));
            space.unrotate(Kernels.best(), turned, back);
            assertThat(back)
                    .as("%s, seed %d", space, seed)
                    .usingComparatorWithPrecision(2e-5f)
                    .containsExactly(a);
        }
    }

    @ParameterizedTest(name = "{0}, {1} dimensions, seed {2}")
    @MethodSource("samples")
    void theHeadHoldsAllButTheTailsShareAndThePaddingNothing(Galleries kind, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] sample = sample(kind, random, dimension);
        Space space = new SpaceTrainer(dimension, seed).train(sample);
        assertThat(space.head() % Kernels.STEP).isZero();
        assertThat(space.tail() % Kernels.STEP).isZero();
        assertThat(space.head() + space.tail()).isBetween(dimension, dimension + 2 * Kernels.STEP);
        assertThat(space.tailEnergy()).isBetween(0f, 0.0151f);
        double inTail = 0;
        double sketched = 0;
        for (float[] vector : sample) {
            float[] turned = Spaces.rotated(space, vector);
            for (int i = 0; i < turned.length; i++) {
                double energy = turned[i] * turned[i] / SAMPLE;
                inTail += i < space.head() ? 0 : energy;
                sketched += i < space.sketched() ? energy : 0;
            }
        }
        assertThat(space.sketched() % Kernels.STEP).isZero();
        assertThat(space.sketched()).isBetween(Kernels.STEP, space.head());
        assertThat(sketched).as("%s, seed %d", space, seed).isGreaterThan(0.949);
        assertThat(inTail).as("%s, seed %d", space, seed).isCloseTo(space.tailEnergy(), within(1e-4));
        float[] turned = Spaces.unit(space, random);
        int zeros = 0;
        for (float component : turned) {
            zeros += component == 0 ? 1 : 0;
        }
        assertThat(zeros).as("padding").isEqualTo(turned.length - dimension);
    }

    @Test
    void aNarrowSpectrumMakesANarrowHeadAndAFlatOneAHeadOfAll() {
        Random random = new Random(1);
        assertThat(new SpaceTrainer(256, 1)
                        .train(sample(Galleries.LOW_RANK, random, 256))
                        .head())
                .isEqualTo(2 * Kernels.STEP);
        Space full = new SpaceTrainer(320, 1).train(sample(Galleries.FULL_RANK, random, 320));
        assertThat(full.head()).isEqualTo(320);
        assertThat(full.tail()).isZero();
    }

    /** Else a few components would fill the codes' range and the others would be rounded away. */
    @Test
    void noComponentOfTheHeadCarriesMuchMoreThanAnother() {
        Random random = new Random(2);
        float[][] sample = sample(Galleries.LOW_RANK, random, 256);
        Space space = new SpaceTrainer(256, 2).train(sample);
        double[] energy = new double[space.head()];
        for (float[] vector : sample) {
            float[] turned = Spaces.rotated(space, vector);
            for (int i = 0; i < energy.length; i++) {
                energy[i] += turned[i] * turned[i] * energy.length / SAMPLE;
            }
        }
        assertThat(Arrays.stream(energy).max().orElseThrow()).isLessThan(6);
    }

    @Test
    void theSameSeedFindsTheSameSpace() {
        float[][] sample = sample(Galleries.CLUSTERED, new Random(3), 128);
        assertThat(saved(new SpaceTrainer(128, 5).train(sample)))
                .isEqualTo(saved(new SpaceTrainer(128, 5).train(sample)))
                .isNotEqualTo(saved(new SpaceTrainer(128, 6).train(sample)));
    }

    @Test
    void comesBackAsItWasSavedAndNotIfItIsNoRotation() throws SnapshotException {
        byte[] saved = saved(new SpaceTrainer(128, 4).train(sample(Galleries.LOW_RANK, new Random(4), 128)));
        assertThat(saved(Space.restore(buffer(saved), 128))).isEqualTo(saved);
        assertThatThrownBy(() -> Space.restore(buffer(saved), 256))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("128 dimensions");
        ByteBuffer longer = buffer(saved).putFloat(12 + 4 * 130, 3);
        assertThatThrownBy(() -> Space.restore(longer, 128))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("no rotation");
    }

    private static byte[] saved(Space space) {
        byte[] saved = new byte[space.savedBytes()];
        ByteBuffer into = buffer(saved);
        space.save(into);
        assertThat(into.hasRemaining()).isFalse();
        return saved;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[][] sample(Galleries kind, Random random, int dimension) {
        float[][] sample = new float[SAMPLE][];
        for (int i = 0; i < SAMPLE; i++) {
            sample[i] = kind.vector(random, dimension);
        }
        return sample;
    }
}
