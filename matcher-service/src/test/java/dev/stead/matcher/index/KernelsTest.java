package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {
    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void vectorKernelComputesWhatTheScalarOneDoes(long seed) {
        Random random = new Random(seed);
        Kernels scalar = new ScalarKernels();
        Kernels panama = new PanamaKernels();
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 50; i++) {
                int dimension = 1 + random.nextInt(1_100);
                MemorySegment heap = RandomVectors.unit(random, dimension);
                int shift = random.nextInt(8);
                MemorySegment row = arena.allocate((long) (dimension + shift) * Float.BYTES, 64);
                row.asSlice((long) shift * Float.BYTES).copyFrom(RandomVectors.unit(random, dimension));
                long offset = (long) shift * Float.BYTES;

                assertThat(panama.dot(heap, 0, row, offset, dimension))
                        .as("seed %d, dimension %d", seed, dimension)
                        .isCloseTo(scalar.dot(heap, 0, row, offset, dimension), within(1e-5f));
            }
        }
    }

    @Test
    void picksTheVectorKernelWhereTheModuleIsThere() {
        assertThat(Kernels.best().description()).startsWith("panama");
    }
}
