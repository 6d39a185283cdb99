package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.index.HnswlibIndex.GraphShape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches beside changes. */
class ConcurrentSearchTest {
    private static final int DIMENSION = 256;
    private static final int CHANGED = 64;

    static Stream<VectorIndex> engines() {
        return Stream.of(
                new FlatIndex(DIMENSION, Kernels.best()),
                new HnswlibIndex(DIMENSION, Kernels.best(), GraphShape.standard()));
    }

    /**
     * Every vector ever put is all +a or all -a: its similarity to an all +a probe is 1 or -1. Half of one and half of the other, or one
     * half erased, would give something between.
     */
    @ParameterizedTest
    @MethodSource("engines")
    void neverSeesHalfAVector(VectorIndex index) throws Exception {
        MemorySegment plus = constant((float) (1 / Math.sqrt(DIMENSION)));
        MemorySegment minus = constant((float) (-1 / Math.sqrt(DIMENSION)));
        index.put(CHANGED, plus);
        var done = new AtomicBoolean();
        Callable<Integer> reader = () -> {
            int searches = 0;
            var found = new Neighbours(CHANGED + 1);
            while (!done.get() || searches == 0) {
                index.search(plus, found);
                searches++;
                assertThat(found.count()).isPositive();
                for (int rank = 0; rank < found.count(); rank++) {
                    assertThat(Math.abs(found.similarity(rank))).isBetween(0.999f, 1.001f);
                }
            }
            return searches;
        };
        try (index;
                var threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> one = threads.submit(reader);
            Future<Integer> other = threads.submit(reader);
            for (int step = 0; step < 1_200; step++) {
                int ordinal = step % CHANGED;
                if (step % 5 == 4) {
                    index.erase(ordinal);
                } else {
                    index.put(ordinal, step % 2 == 0 ? plus : minus);
                }
            }
            done.set(true);
            assertThat(one.get()).isPositive();
            assertThat(other.get()).isPositive();
        }
    }

    private static MemorySegment constant(float value) {
        float[] values = new float[DIMENSION];
        Arrays.fill(values, value);
        return MemorySegment.ofArray(values);
    }
}
