package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;

/**
 * Unit vectors by ordinal, searched by inner product.
 *
 * <p>An ordinal is a dense int from 0 that the caller chooses; memory grows with the greatest one. A vector is {@code dimension()} floats,
 * L2-normalised by the caller, given once as a {@link MemorySegment} (heap or native, native byte order) and copied once, into the index.
 *
 * <p>Thread-safe: searches, puts and erasures run beside each other; nobody waits for a search. A search sees every change that had
 * returned before it began, and {@link Neighbours#epoch()} says which: all changes up to that epoch. Owns its memory: closing frees it, and any
 * later call throws {@link IllegalStateException}.
 */
public interface VectorIndex extends AutoCloseable {

    /** Floats a vector. */
    int dimension();

    /** Vectors held. */
    int size();

    /** Number of the last change; rises by one with each put or erasure. */
    long epoch();

    /**
     * Inserts, or replaces, the vector of an ordinal.
     *
     * @return the epoch that includes this change
     */
    long put(int ordinal, MemorySegment vector);

    /**
     * Erases an ordinal: its floats are overwritten before this returns. Erasing what is not there changes nothing.
     *
     * @return the epoch that includes this change
     */
    long erase(int ordinal);

    /** Whether the ordinal has a vector. */
    boolean contains(int ordinal);

    /** Fills {@code found} with the most similar vectors of all, best first. */
    default void search(MemorySegment probe, Neighbours found) {
        search(probe, Ordinals.all(), found);
    }

    /** Fills {@code found} with the most similar vectors among the allowed ones, best first, with the engine's own effort. */
    default void search(MemorySegment probe, Ordinals allowed, Neighbours found) {
        search(probe, allowed, AccuracyTarget.STANDARD, found);
    }

    /**
     * Fills {@code found} with the most similar vectors among the allowed ones, best first. A small allowed set is searched exactly.
     *
     * @param effort how certain the result must be; an engine that knows one effort only ignores it
     */
    void search(MemorySegment probe, Ordinals allowed, AccuracyTarget effort, Neighbours found);

    /**
     * Searches for {@code found.length} probes that lie one after the other in {@code probes}. An engine that can scan once for all of
     * them overrides this.
     */
    default void searchAll(MemorySegment probes, Ordinals allowed, Neighbours[] found) {
        long stride = (long) dimension() * Float.BYTES;
        for (int i = 0; i < found.length; i++) {
            search(probes.asSlice(i * stride, stride), allowed, found[i]);
        }
    }

    @Override
    void close();
}
