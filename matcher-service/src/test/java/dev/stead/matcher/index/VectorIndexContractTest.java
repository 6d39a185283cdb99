package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.stead.matcher.index.HnswlibIndex.GraphShape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine must do. */
class VectorIndexContractTest {
    private static final int DIMENSION = 64;

    static Stream<VectorIndex> engines() {
        return Stream.of(
                new FlatIndex(DIMENSION, new PanamaKernels()),
                new FlatIndex(DIMENSION, new ScalarKernels()),
                new HnswlibIndex(DIMENSION, new PanamaKernels(), GraphShape.standard()),
                new SteadIndex(DIMENSION, new PanamaKernels(), 1));
    }

    static Stream<Arguments> enginesBySeed() {
        return Stream.of(21L, 22L).flatMap(seed -> engines().map(engine -> Arguments.of(engine, seed)));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsAVectorAsSoonAsItWasPutAndNoLongerThanItIsErased(VectorIndex index) {
        try (index) {
            Random random = new Random(1);
            MemorySegment vector = RandomVectors.unit(random, DIMENSION);
            var found = new Neighbours(3);

            long epoch = index.put(7, vector);
            index.search(vector, found);
            assertThat(found.count()).isOne();
            assertThat(found.ordinal(0)).isEqualTo(7);
            assertThat(found.similarity(0)).isBetween(0.9999f, 1.0001f);
            assertThat(found.epoch()).isEqualTo(epoch);

            assertThat(index.erase(7)).isEqualTo(epoch + 1);
            index.search(vector, found);
            assertThat(found.count()).isZero();
            assertThat(index.contains(7)).isFalse();
            assertThat(index.size()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void replacesAVector(VectorIndex index) {
        try (index) {
            Random random = new Random(2);
            MemorySegment before = RandomVectors.unit(random, DIMENSION);
            MemorySegment after = RandomVectors.unit(random, DIMENSION);
            index.put(0, before);
            index.put(0, after);
            var found = new Neighbours(5);

            index.search(after, found);

            assertThat(index.size()).isOne();
            assertThat(found.count()).isOne();
            assertThat(found.similarity(0)).isGreaterThan(0.999f);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void returnsOnlyWhatIsAllowedAndExactlySo(VectorIndex index) {
        try (index) {
            Random random = new Random(3);
            List<MemorySegment> vectors = fill(index, random, 500);
            MemorySegment probe = RandomVectors.unit(random, DIMENSION);
            Ordinals allowed = Ordinals.of(3, 77, 78, 499, 12_345);
            var found = new Neighbours(10);

            index.search(probe, allowed, found);

            var exact = new Neighbours(10);
            for (int ordinal : new int[] {3, 77, 78, 499}) {
                exact.offer(ordinal, new PanamaKernels().dot(probe, 0, vectors.get(ordinal), 0, DIMENSION));
            }
            assertThat(ordinals(found)).isEqualTo(ordinals(exact));
            index.search(probe, Ordinals.of(), found);
            assertThat(found.count()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void answersABatchAsItAnswersOneByOne(VectorIndex index) {
        try (index) {
            Random random = new Random(4);
            List<MemorySegment> vectors = fill(index, random, 300);
            float[] probes = new float[3 * DIMENSION];
            MemorySegment batch = MemorySegment.ofArray(probes);
            for (int i = 0; i < 3; i++) {
                batch.asSlice((long) i * DIMENSION * Float.BYTES).copyFrom(vectors.get(50 * i));
            }
            Neighbours[] found = {new Neighbours(1), new Neighbours(1), new Neighbours(1)};

            index.searchAll(batch, Ordinals.all(), found);

            assertThat(Stream.of(found).map(one -> one.ordinal(0))).containsExactly(0, 50, 100);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void refusesWhatItWasNotMadeFor(VectorIndex index) {
        Random random = new Random(5);
        MemorySegment fits = RandomVectors.unit(random, DIMENSION);
        MemorySegment tooLong = RandomVectors.unit(random, DIMENSION + 1);
        assertThatIllegalArgumentException().isThrownBy(() -> index.put(0, tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> index.search(tooLong, new Neighbours(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> index.put(-1, fits));
        index.put(0, fits);

        index.close();
        index.close();

        assertThatIllegalStateException().isThrownBy(() -> index.search(fits, new Neighbours(1)));
        assertThatIllegalStateException().isThrownBy(() -> index.put(0, fits));
        assertThatIllegalStateException().isThrownBy(() -> index.erase(0));
    }

    /** Random puts, replacements and erasures against a map, past growth and rebuilding; each engine finds every live vector by itself. */
    @ParameterizedTest
    @MethodSource("enginesBySeed")
    void holdsExactlyWhatAMapHoldsAfterAnyChanges(VectorIndex index, long seed) {
        Random random = new Random(seed);
        try (index) {
            var model = new TreeMap<Integer, MemorySegment>();
            for (int step = 0; step < 4_000; step++) {
                int ordinal = random.nextInt(1_500);
                if (random.nextInt(3) == 0) {
                    index.erase(ordinal);
                    model.remove(ordinal);
                } else {
                    MemorySegment vector = RandomVectors.unit(random, DIMENSION);
                    index.put(ordinal, vector);
                    model.put(ordinal, vector);
                }
            }

            assertThat(index.size()).as("seed %d", seed).isEqualTo(model.size());
            var found = new Neighbours(5);
            model.forEach((ordinal, vector) -> {
                index.search(vector, found);
                assertThat(found.ordinal(0)).as("seed %d, %s", seed, index).isEqualTo(ordinal);
                for (int rank = 0; rank < found.count(); rank++) {
                    assertThat(model).as("seed %d, %s", seed, index).containsKey(found.ordinal(rank));
                }
            });
        }
    }

    private static List<MemorySegment> fill(VectorIndex index, Random random, int count) {
        List<MemorySegment> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vectors.add(RandomVectors.unit(random, DIMENSION));
            index.put(i, vectors.get(i));
        }
        return vectors;
    }

    private static List<Integer> ordinals(Neighbours found) {
        return IntStream.range(0, found.count()).mapToObj(found::ordinal).toList();
    }
}
