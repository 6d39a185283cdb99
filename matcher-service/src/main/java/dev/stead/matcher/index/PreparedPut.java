package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A vector coded for the current generation and for the next one, if there are any, before the index's lock is taken: that is nearly all
 * the work of a put.
 */
record PreparedPut(
        @Nullable Generation current,
        @Nullable Generation next,
        Generation.@Nullable Prepared inCurrent,
        Generation.@Nullable Prepared inNext) {

    static PreparedPut of(@Nullable Generation current, @Nullable Generation next, Kernels kernels, float[] vector) {
        Generation.Prepared inCurrent = current == null ? null : current.prepare(kernels, vector);
        Generation.Prepared inNext = null;
        if (next != null) {
            inNext = inCurrent != null && next.sharesRowsWith(current)
                    ? next.prepare(inCurrent.rotated())
                    : next.prepare(kernels, vector);
        }
        return new PreparedPut(current, next, inCurrent, inNext);
    }

    /**
     * Puts the vector into both generations, under the index's lock.
     *
     * @param small takes the vector while there is no current generation
     */
    void apply(int ordinal, MemorySegment vector, FlatIndex small) {
        if (current != null && inCurrent != null) {
            current.put(ordinal, inCurrent);
        } else {
            small.put(ordinal, vector);
        }
        if (next != null && inNext != null) {
            if (next.sharesRowsWith(current)) {
                next.place(ordinal, inNext);
            } else {
                next.put(ordinal, inNext);
            }
        }
    }
}
