package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;

/** What every engine asks of a vector. */
final class Vectors {
    private Vectors() {}

    static void requireLength(MemorySegment vector, int dimension) {
        if (vector.byteSize() != (long) dimension * Float.BYTES) {
            throw new IllegalArgumentException(
                    "a vector of " + vector.byteSize() / Float.BYTES + " floats in an index of " + dimension);
        }
    }
}
