package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.index.HnswlibIndex.GraphShape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The graph against its oracle, the flat index. */
class HnswlibIndexTest {
    private static final int DIMENSION = 64;
    private static final int ROWS = 1_500;

    static LongStream seeds() {
        return LongStream.of(11, 12);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsTheMateThatFlatSearchFinds(long seed) {
        Random random = new Random(seed);
        try (var flat = new FlatIndex(DIMENSION, Kernels.best());
                var graph = new HnswlibIndex(DIMENSION, Kernels.best(), GraphShape.standard())) {
            List<MemorySegment> vectors = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                MemorySegment vector = RandomVectors.unit(random, DIMENSION);
                vectors.add(vector);
                flat.put(i, vector);
                graph.put(i, vector);
            }
            for (int i = 0; i < ROWS; i += 3) {
                flat.erase(i);
                graph.erase(i);
            }

            int agreed = 0;
            int searches = 300;
            var exact = new Neighbours(10);
            var found = new Neighbours(10);
            for (int i = 0; i < searches; i++) {
                MemorySegment probe = RandomVectors.near(vectors.get(random.nextInt(ROWS)), random, DIMENSION);
                flat.search(probe, exact);
                graph.search(probe, found);
                agreed += exact.ordinal(0) == found.ordinal(0) ? 1 : 0;
                for (int rank = 0; rank < found.count(); rank++) {
                    assertThat(found.ordinal(rank) % 3)
                            .as("an erased row, seed %d", seed)
                            .isNotZero();
                }
            }
            assertThat(agreed).as("of %d, seed %d", searches, seed).isGreaterThanOrEqualTo(searches * 99 / 100);
        }
    }
}
