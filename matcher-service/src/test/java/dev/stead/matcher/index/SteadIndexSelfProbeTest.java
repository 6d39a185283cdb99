package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever was enrolled is found by their own probe, as the matcher asks for it: with a margin and a floor. */
class SteadIndexSelfProbeTest {
    private static final int DIMENSION = 128;
    private static final int ARRANGED = 2_200;
    private static final int LATER = 300;

    /** White noise is the hardest case for partitions: no row is near its own partition's mean. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyRowIsFoundThoughNothingElseIsNear(long seed) {
        Random random = new Random(seed);
        MemorySegment[] vectors = IntStream.range(0, ARRANGED + LATER)
                .mapToObj(i -> RandomVectors.unit(random, DIMENSION))
                .toArray(MemorySegment[]::new);
        try (var index = new SteadIndex(DIMENSION, new PanamaKernels(), seed)) {
            for (int i = 0; i < ARRANGED; i++) {
                index.put(i, vectors[i]);
            }
            index.settle();
            for (int i = ARRANGED; i < vectors.length; i++) {
                index.put(i, vectors[i]);
            }
            var target = new AccuracyTarget(0.9999, 0.05f, 0.5f);
            var found = new Neighbours(3);

            for (int i = 0; i < vectors.length; i++) {
                index.search(vectors[i], Ordinals.all(), target, found);
                assertThat(found.count()).as("seed %d, row %d", seed, i).isPositive();
                assertThat(found.ordinal(0)).as("seed %d", seed).isEqualTo(i);
            }
        }
    }
}
