package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Unit vectors by ordinal, searched by inner product.
 *
 * <p>An ordinal is a dense int from 0 that the caller chooses; memory grows with the greatest one. A vector is {@code dimension()} floats,
 * L2-normalised by the caller, given once as a {@link MemorySegment} (heap or native, native byte order) and copied once, into the index.
 *
 * <p>Thread-safe: searches, puts and erasures run concurrently, and no change waits for a search. A search sees every change that had
 * returned before it began: {@link Neighbours#epoch()} is the last of these. Owns its memory: closing frees it, and any later call throws
 * {@link IllegalStateException}.
 */
public interface VectorIndex extends AutoCloseable {

    /** Floats per vector. */
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
     * Erases an ordinal: its floats are overwritten before this returns. Erasing an ordinal without a vector changes nothing.
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

    /** Fills {@code found} with the most similar vectors among the allowed ones, best first, at {@link AccuracyTarget#STANDARD}. */
    default void search(MemorySegment probe, Ordinals allowed, Neighbours found) {
        search(probe, allowed, AccuracyTarget.STANDARD, found);
    }

    /**
     * Fills {@code found} with the most similar vectors among the allowed ones, best first. A small allowed set is searched exactly.
     *
     * @param target how certain the result must be; an engine whose accuracy cannot be chosen ignores it
     */
    void search(MemorySegment probe, Ordinals allowed, AccuracyTarget target, Neighbours found);

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

    /** Waits until the engine has no work to do in the background: after a bulk load, or before a measurement. */
    default void settle() {}

    /** This index as one that can be written to a file; empty if the engine does not offer that. */
    default Optional<Snapshottable> snapshottable() {
        return Optional.empty();
    }

    /** A new audit of this index, which does not own it; empty if the engine has none. */
    default Optional<Audit> audit() {
        return Optional.empty();
    }

    @Override
    void close();
}
