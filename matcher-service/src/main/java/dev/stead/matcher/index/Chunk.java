package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;

/**
 * A fixed number of rows with the bits that say which are live. A reader compares the rows under an optimistic stamp, and again under the
 * read lock if one was written in between: so it never uses half a vector or an erased one, and mostly takes no lock.
 */
final class Chunk {
    /** A scan of so many rows of 512 floats takes about 8 us: the most that a reader has to repeat. */
    static final int ROWS = 256;

    private final StampedLock lock = new StampedLock();
    private final MemorySegment vectors;
    private final long[] live = new long[ROWS / Long.SIZE];
    private final int dimension;
    private final long stride;

    Chunk(SegmentAllocator memory, int dimension) {
        this.dimension = dimension;
        this.stride = (long) dimension * Float.BYTES;
        this.vectors = memory.allocate(ROWS * stride, 64);
    }

    /** Whether the row was empty before. */
    boolean put(int row, MemorySegment vector) {
        long stamp = lock.writeLock();
        try {
            MemorySegment.copy(vector, 0, vectors, row * stride, stride);
            boolean fresh = !isLive(row);
            live[row >>> 6] |= 1L << row;
            return fresh;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    void erase(int row) {
        long stamp = lock.writeLock();
        try {
            live[row >>> 6] &= ~(1L << row);
            vectors.asSlice(row * stride, stride).fill((byte) 0);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    void clear() {
        long stamp = lock.writeLock();
        try {
            Arrays.fill(live, 0);
            vectors.fill((byte) 0);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    boolean contains(int row) {
        long stamp = lock.readLock();
        try {
            return isLive(row);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    boolean read(int row, float[] vector) {
        long stamp = lock.readLock();
        try {
            if (!isLive(row)) {
                return false;
            }
            MemorySegment.copy(vectors, row * stride, MemorySegment.ofArray(vector), 0, stride);
            return true;
        } finally {
            lock.unlockRead(stamp);
        }
    }

    void compareAll(Kernels kernels, MemorySegment probe, Scratch scratch) {
        long stamp = lock.tryOptimisticRead();
        if (stamp != 0) {
            compareLive(kernels, probe, scratch);
            if (lock.validate(stamp)) {
                return;
            }
        }
        stamp = lock.readLock();
        try {
            compareLive(kernels, probe, scratch);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    void compareOne(Kernels kernels, MemorySegment probe, int row, Scratch scratch) {
        long stamp = lock.readLock();
        try {
            scratch.clear();
            if (isLive(row)) {
                scratch.add(row, kernels.dot(probe, 0, vectors, row * stride, dimension));
            }
        } finally {
            lock.unlockRead(stamp);
        }
    }

    private void compareLive(Kernels kernels, MemorySegment probe, Scratch scratch) {
        scratch.clear();
        for (int word = 0; word < live.length; word++) {
            for (long bits = live[word]; bits != 0; bits &= bits - 1) {
                int row = (word << 6) + Long.numberOfTrailingZeros(bits);
                scratch.add(row, kernels.dot(probe, 0, vectors, row * stride, dimension));
            }
        }
    }

    private boolean isLive(int row) {
        return (live[row >>> 6] & (1L << row)) != 0;
    }
}
