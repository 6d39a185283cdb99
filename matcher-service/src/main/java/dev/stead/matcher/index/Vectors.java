package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;

/** What every engine requires of a vector. */
final class Vectors {
    private Vectors() {}

    static void requireLength(MemorySegment vector, int dimension) {
        if (vector.byteSize() != (long) dimension * Float.BYTES) {
            throw new IllegalArgumentException(
                    "a vector has " + vector.byteSize() / Float.BYTES + " floats, but must have " + dimension);
        }
    }
}
