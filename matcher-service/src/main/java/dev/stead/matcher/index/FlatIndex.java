package dev.stead.matcher.index;

import dev.stead.matcher.index.nativememory.HugePages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Exact search: every vector is compared. The oracle of every other engine, and the fastest of them up to some thousands of rows (32 ns
 * per row of 512 floats in cache).
 *
 * <p>Rows lie off heap in {@link Chunk}s of {@value Chunk#ROWS}. A search reads chunk by chunk without a lock, and reads a chunk
 * again if it was written in the meantime. Writers are serialised.
 */
public final class FlatIndex implements VectorIndex {
    private final Kernels kernels;
    private final int dimension;
    private final Arena arena = Arena.ofShared();
    private final HugePages memory = new HugePages(arena);
    private final FreeList<Scratch> idle = new FreeList<>();
    /** Published by replacing the array; a chunk, once there, stays. */
    private volatile Chunk[] chunks = {};

    private volatile long epoch;
    private volatile int size;
    private volatile boolean closed;

    public FlatIndex(int dimension, Kernels kernels) {
        this.dimension = dimension;
        this.kernels = kernels;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public synchronized long put(int ordinal, MemorySegment vector) {
        requireOpen();
        Vectors.requireLength(vector, dimension);
        Chunk chunk = chunkFor(ordinal);
        if (chunk.put(ordinal % Chunk.ROWS, vector)) {
            size = size + 1;
        }
        return advance();
    }

    @Override
    public synchronized long erase(int ordinal) {
        requireOpen();
        if (!contains(ordinal)) {
            return epoch;
        }
        chunks[ordinal / Chunk.ROWS].erase(ordinal % Chunk.ROWS);
        size = size - 1;
        return advance();
    }

    @Override
    public boolean contains(int ordinal) {
        Chunk[] all = chunks;
        int chunk = ordinal / Chunk.ROWS;
        return ordinal >= 0 && chunk < all.length && all[chunk].contains(ordinal % Chunk.ROWS);
    }

    @Override
    public void search(MemorySegment probe, Ordinals allowed, AccuracyTarget target, Neighbours found) {
        requireOpen();
        Vectors.requireLength(probe, dimension);
        found.begin(epoch);
        compare(probe, allowed, found);
    }

    /** A search without an epoch, for an index that has its own. */
    void compare(MemorySegment probe, Ordinals allowed, Neighbours found) {
        Scratch kept = idle.take();
        Scratch scratch = kept == null ? new Scratch() : kept;
        compare(probe, allowed, found, scratch);
        idle.put(scratch);
    }

    private void compare(MemorySegment probe, Ordinals allowed, Neighbours found, Scratch scratch) {
        Chunk[] all = chunks;
        if (allowed.isAll()) {
            for (int i = 0; i < all.length; i++) {
                all[i].compareAll(kernels, probe, scratch);
                scratch.offerTo(found, i * Chunk.ROWS);
            }
            return;
        }
        for (int i = 0; i < allowed.cardinality(); i++) {
            int ordinal = allowed.member(i);
            int chunk = ordinal / Chunk.ROWS;
            if (chunk < all.length) {
                all[chunk].compareOne(kernels, probe, ordinal % Chunk.ROWS, scratch);
                scratch.offerTo(found, chunk * Chunk.ROWS);
            }
        }
    }

    /** Copies a vector out; false if the ordinal has none. */
    boolean read(int ordinal, float[] vector) {
        Chunk[] all = chunks;
        int chunk = ordinal / Chunk.ROWS;
        return chunk < all.length && all[chunk].read(ordinal % Chunk.ROWS, vector);
    }

    /** One more than the greatest ordinal that can be read. */
    int bound() {
        return chunks.length * Chunk.ROWS;
    }

    long bytes() {
        return (long) bound() * dimension * Float.BYTES;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (Chunk chunk : chunks) {
            chunk.clear();
        }
        arena.close();
    }

    private Chunk chunkFor(int ordinal) {
        if (ordinal < 0) {
            throw new IllegalArgumentException("negative ordinal");
        }
        int needed = ordinal / Chunk.ROWS;
        Chunk[] grown = chunks;
        if (needed >= grown.length) {
            int from = grown.length;
            grown = Arrays.copyOf(grown, needed + 1);
            for (int i = from; i <= needed; i++) {
                grown[i] = new Chunk(memory, dimension);
            }
            chunks = grown;
        }
        return grown[needed];
    }

    private long advance() {
        long next = epoch + 1;
        epoch = next;
        return next;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the index is closed");
        }
    }

    @Override
    public String toString() {
        return "FlatIndex[" + size + " x " + dimension + ", " + kernels.description() + "]";
    }
}
