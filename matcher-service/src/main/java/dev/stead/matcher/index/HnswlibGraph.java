package dev.stead.matcher.index;

import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One graph of fixed capacity. A row is written once and never again while searches may read it: a replaced vector gets a new row,
 * and an erased one is overwritten with zeros and stays as a node that is never returned. The garbage collector frees its memory after the
 * last search has ended; {@link #clear()} overwrites it at once.
 *
 * <p>Called by one writer at a time, and by any number of readers.
 */
final class HnswlibGraph {
    private final int dimension;
    private final Kernels kernels;
    private final HnswlibIndex.GraphShape shape;
    private final int capacity;
    private final long stride;
    private final MemorySegment vectors;
    private final ConcurrentHashMap<Integer, Row> rowOf = new ConcurrentHashMap<>();
    private final HnswIndex<Integer, Row, Row, Float> graph;
    private int rows;

    /** A row of the graph, or a probe: where its floats are. */
    @SuppressWarnings("serial") // the library's interface asks for it; nothing here is ever serialised
    private record Row(int number, int ordinal, MemorySegment at, int dimensions) implements Item<Integer, Row> {
        @Override
        public Integer id() {
            return number;
        }

        @Override
        public Row vector() {
            return this;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row row && row.number == number;
        }

        @Override
        public int hashCode() {
            return number;
        }

        @Override
        public String toString() {
            return "Row[" + number + "]";
        }
    }

    HnswlibGraph(int dimension, Kernels kernels, HnswlibIndex.GraphShape shape, int capacity) {
        this.dimension = dimension;
        this.kernels = kernels;
        this.shape = shape;
        this.capacity = capacity;
        this.stride = (long) dimension * Float.BYTES;
        this.vectors = Arena.ofAuto().allocate(capacity * stride, 64);
        this.graph = HnswIndex.<Row, Float>newBuilder(dimension, this::distance, capacity)
                .withM(shape.m())
                .withEfConstruction(shape.constructionWidth())
                .withEf(shape.searchWidth())
                .withRemoveEnabled()
                .build();
    }

    boolean isFull() {
        return rows == capacity;
    }

    int size() {
        return rowOf.size();
    }

    int erased() {
        return rows - rowOf.size();
    }

    boolean contains(int ordinal) {
        return rowOf.containsKey(ordinal);
    }

    /** The new row is in the graph before the old one leaves; a search that overlaps a replacement may miss that one ordinal. */
    void put(int ordinal, MemorySegment vector) {
        int number = rows++;
        MemorySegment at = vectors.asSlice(number * stride, stride);
        at.copyFrom(vector);
        Row row = new Row(number, ordinal, at, dimension);
        graph.add(row);
        Row before = rowOf.put(ordinal, row);
        if (before != null) {
            leave(before);
        }
    }

    boolean erase(int ordinal) {
        Row row = rowOf.remove(ordinal);
        if (row == null) {
            return false;
        }
        leave(row);
        return true;
    }

    void search(MemorySegment probe, Neighbours found) {
        // The whole width: some of it may have been erased meanwhile.
        int wanted = Math.max(found.capacity(), shape.searchWidth());
        for (SearchResult<Row, Float> one : graph.findNearest(new Row(-1, -1, probe, dimension), wanted)) {
            Row row = one.item();
            if (isCurrent(row)) {
                found.offer(row.ordinal(), 1 - one.distance());
            }
        }
    }

    void searchExactly(MemorySegment probe, Ordinals allowed, Neighbours found) {
        for (int i = 0; i < allowed.cardinality(); i++) {
            Row row = rowOf.get(allowed.member(i));
            if (row != null) {
                float similarity = kernels.dot(probe, 0, row.at(), 0, dimension);
                if (isCurrent(row)) {
                    found.offer(row.ordinal(), similarity);
                }
            }
        }
    }

    /** A graph of the live rows with room to double. */
    HnswlibGraph rebuilt() {
        var next = new HnswlibGraph(dimension, kernels, shape, Math.max(capacity, size() * 2));
        rowOf.values().forEach(row -> next.put(row.ordinal(), row.at()));
        return next;
    }

    void clear() {
        rowOf.clear();
        vectors.fill((byte) 0);
    }

    /** A row leaves the map before it is overwritten: if it is still there after it was read, it was read whole. */
    private boolean isCurrent(Row row) {
        VarHandle.loadLoadFence();
        return row.equals(rowOf.get(row.ordinal()));
    }

    private void leave(Row row) {
        graph.remove(row.number(), 0);
        row.at().fill((byte) 0);
    }

    private Float distance(Row a, Row b) {
        return 1 - kernels.dot(a.at(), 0, b.at(), 0, dimension);
    }
}
