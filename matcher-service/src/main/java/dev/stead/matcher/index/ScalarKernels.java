package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** The plain loop: the oracle of {@link PanamaKernels}, and what runs where the Vector API is absent. */
final class ScalarKernels implements Kernels {

    @Override
    public float dot(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int dimension) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            long at = (long) i * Float.BYTES;
            sum += (double) a.get(JAVA_FLOAT_UNALIGNED, aOffset + at) * b.get(JAVA_FLOAT_UNALIGNED, bOffset + at);
        }
        return (float) sum;
    }

    @Override
    public String description() {
        return "scalar";
    }
}
