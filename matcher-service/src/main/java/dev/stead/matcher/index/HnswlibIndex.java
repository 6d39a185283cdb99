package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;

/**
 * Approximate search by hnswlib-core's graph (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using
 * Hierarchical Navigable Small World graphs", 2016), with our kernel as its distance.
 *
 * <p>The library has limits that this class works around. Its capacity is fixed, and erased vectors stay in its graph: so a {@link
 * HnswlibGraph} is rebuilt from the live rows when it is full or a {@value #MAX_ERASED_SHARE}th of it is erased, as a hash table grows,
 * while searches go on in the old one. It has no filter: so an allowed set is compared exactly. With its default width it finds half of the
 * mates: so the width is a parameter. It boxes every distance, which makes 70 KB of garbage per search; that cannot be changed here, and is
 * one reason for {@link SteadIndex}.
 */
public final class HnswlibIndex implements VectorIndex {
    private static final int MAX_ERASED_SHARE = 8;
    private static final int FIRST_CAPACITY = 1_024;

    private final Kernels kernels;
    private final int dimension;
    private final GraphShape shape;
    private volatile HnswlibGraph current;
    private volatile long epoch;
    private volatile boolean closed;

    /** The links per node (m), and how many nodes an insertion and a search examine. */
    public record GraphShape(int m, int constructionWidth, int searchWidth) {
        /** Gives a recall@1 of about 0.97 at 100,000 realistic rows. */
        public static GraphShape standard() {
            return new GraphShape(16, 200, 200);
        }
    }

    public HnswlibIndex(int dimension, Kernels kernels, GraphShape shape) {
        this.dimension = dimension;
        this.kernels = kernels;
        this.shape = shape;
        this.current = new HnswlibGraph(dimension, kernels, shape, FIRST_CAPACITY);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int size() {
        return current.size();
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public synchronized long put(int ordinal, MemorySegment vector) {
        requireOpen();
        Vectors.requireLength(vector, dimension);
        if (ordinal < 0) {
            throw new IllegalArgumentException("negative ordinal");
        }
        if (current.isFull()) {
            current = current.rebuilt();
        }
        current.put(ordinal, vector);
        return advance();
    }

    @Override
    public synchronized long erase(int ordinal) {
        requireOpen();
        if (!current.erase(ordinal)) {
            return epoch;
        }
        if (current.erased() * MAX_ERASED_SHARE > current.size() + FIRST_CAPACITY) {
            current = current.rebuilt();
        }
        return advance();
    }

    @Override
    public boolean contains(int ordinal) {
        return current.contains(ordinal);
    }

    @Override
    public void search(MemorySegment probe, Ordinals allowed, AccuracyTarget target, Neighbours found) {
        requireOpen();
        Vectors.requireLength(probe, dimension);
        found.begin(epoch);
        if (allowed.isAll()) {
            current.search(probe, found);
        } else {
            current.searchExactly(probe, allowed, found);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            current.clear();
            current = new HnswlibGraph(dimension, kernels, shape, 1);
        }
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
        return "HnswlibIndex[" + size() + " x " + dimension + ", " + shape + ", " + kernels.description() + "]";
    }
}
