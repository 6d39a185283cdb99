package dev.stead.matcher.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * An index as pieces of bytes, copied while it is searched and changed: one common piece (space, means, calibration), and one segment for
 * each {@value #SEGMENT_ROWS} ordinals with their rows and partitions. Segments are copied one after the other, each as it is at that
 * moment, under the index's lock for some tens of microseconds. {@link Restoration} fills an index from the pieces.
 */
public final class Snapshot {
    /** Ordinals per segment. */
    public static final int SEGMENT_ROWS = 256;

    /** The partition of an ordinal without a row. */
    static final int NO_PARTITION = -1;

    private final SteadIndex index;
    private final Generation generation;
    private final byte[] common;
    private final int segments;

    /** Under the index's lock. */
    Snapshot(SteadIndex index, Generation generation, int arrangedSize, int spaceTrainedSize) {
        this.index = index;
        this.generation = generation;
        Space space = generation.rows().space();
        Centroids centroids = generation.searchable().centroids();
        ByteBuffer into = ByteBuffer.allocate(space.savedBytes() + centroids.savedBytes() + Calibration.SAVED_BYTES + 8)
                .order(ByteOrder.LITTLE_ENDIAN);
        space.save(into);
        centroids.save(into);
        generation.calibrated().save(into);
        this.common = into.putInt(arrangedSize).putInt(spaceTrainedSize).array();
        int bound = generation.rows().bound();
        while (bound > 0 && !generation.rows().isLive(bound - 1)) {
            bound--;
        }
        this.segments = (bound + SEGMENT_ROWS - 1) / SEGMENT_ROWS;
    }

    /** The common piece. */
    public byte[] common() {
        return common.clone();
    }

    public int segments() {
        return segments;
    }

    /**
     * The rows of a segment, as they are now.
     *
     * @throws IllegalStateException if the index was rearranged or closed since this snapshot began: take another
     */
    public byte[] segment(int segment) {
        Supplier<byte[]> copying = () -> copy(segment * SEGMENT_ROWS);
        return index.whileUnchanged(generation, copying);
    }

    private byte[] copy(int firstOrdinal) {
        VectorRows rows = generation.rows();
        Partitions partitions = generation.searchable();
        int[] assigned = new int[SEGMENT_ROWS];
        int live = 0;
        for (int i = 0; i < SEGMENT_ROWS; i++) {
            int ordinal = firstOrdinal + i;
            boolean there = rows.isLive(ordinal) && partitions.contains(ordinal);
            assigned[i] = there ? partitions.partition(ordinal) : NO_PARTITION;
            live += there ? 1 : 0;
        }
        ByteBuffer into = ByteBuffer.allocate(SEGMENT_ROWS * Integer.BYTES + live * rows.savedBytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int partition : assigned) {
            into.putInt(partition);
        }
        for (int i = 0; i < SEGMENT_ROWS; i++) {
            if (assigned[i] != NO_PARTITION) {
                rows.save(firstOrdinal + i, into);
            }
        }
        return into.array();
    }
}
