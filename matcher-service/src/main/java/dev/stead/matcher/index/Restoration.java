package dev.stead.matcher.index;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * Fills an index from a {@link Snapshot}'s pieces: rows are copied as they were coded, sketches are computed again, and no row's partition
 * has to be searched for. Every piece is checked before it is used. Segments may be added by several threads. Closing without {@link
 * #finish} leaves the index empty.
 */
public final class Restoration implements AutoCloseable {
    private final SteadIndex index;
    private final VectorRows rows;
    private final Centroids centroids;
    private final Calibration calibration;
    private final Kernels kernels;
    private final int arrangedSize;
    private final int spaceTrainedSize;
    private final int[] assigned;
    private boolean finished;

    /** @param segments at most so many will be added */
    Restoration(SteadIndex index, Kernels kernels, byte[] common, int segments) throws SnapshotException {
        this.index = index;
        this.kernels = kernels;
        ByteBuffer from = ByteBuffer.wrap(common).order(ByteOrder.LITTLE_ENDIAN);
        try {
            Space space = Space.restore(from, index.dimension());
            this.centroids = Centroids.restore(from, space.head());
            this.calibration = Calibration.restore(from);
            this.arrangedSize = from.getInt();
            this.spaceTrainedSize = from.getInt();
            if (from.hasRemaining() || arrangedSize < 1 || spaceTrainedSize < 1) {
                throw new SnapshotException("the common piece is not of this format");
            }
            this.rows = new VectorRows(space, kernels);
        } catch (BufferUnderflowException e) {
            throw new SnapshotException("the common piece is cut off");
        }
        this.assigned = new int[Math.multiplyExact(segments, Snapshot.SEGMENT_ROWS)];
        Arrays.fill(assigned, Snapshot.NO_PARTITION);
        if (segments > 0) {
            rows.reserve(assigned.length - 1);
        }
    }

    /**
     * Adds a segment's rows.
     *
     * @param kept whether an ordinal still has an owner: the others are left out
     * @throws SnapshotException if the piece is not of this format; the restoration can only be closed then
     */
    public void add(int segment, byte[] piece, IntPredicate kept) throws SnapshotException {
        ByteBuffer from = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
        int firstOrdinal = segment * Snapshot.SEGMENT_ROWS;
        int[] partitions = new int[Snapshot.SEGMENT_ROWS];
        int live = 0;
        try {
            for (int i = 0; i < partitions.length; i++) {
                partitions[i] = from.getInt();
                if (partitions[i] < Snapshot.NO_PARTITION || partitions[i] >= centroids.count()) {
                    throw new SnapshotException("segment " + segment + " names a partition that is not there");
                }
                live += partitions[i] == Snapshot.NO_PARTITION ? 0 : 1;
            }
        } catch (BufferUnderflowException e) {
            throw new SnapshotException("segment " + segment + " is cut off");
        }
        if (from.remaining() != live * rows.savedBytes()) {
            throw new SnapshotException("segment " + segment + " has " + from.remaining() + " bytes of rows");
        }
        for (int i = 0; i < partitions.length; i++) {
            if (partitions[i] != Snapshot.NO_PARTITION) {
                if (kept.test(firstOrdinal + i)) {
                    if (!rows.restore(firstOrdinal + i, from)) {
                        throw new SnapshotException("segment " + segment + " has a row that is no unit vector");
                    }
                    assigned[firstOrdinal + i] = partitions[i];
                } else {
                    from.position(from.position() + rows.savedBytes());
                }
            }
        }
    }

    /** Whether the ordinal was restored. */
    public boolean has(int ordinal) {
        return ordinal < assigned.length && assigned[ordinal] != Snapshot.NO_PARTITION;
    }

    /** Computes the sketches, partition by partition, and hands everything to the index, which must be empty. */
    public void finish() {
        int[] starts = new int[centroids.count() + 1];
        int live = 0;
        for (int partition : assigned) {
            if (partition != Snapshot.NO_PARTITION) {
                starts[partition + 1]++;
                live++;
            }
        }
        if (live == 0) {
            return;
        }
        for (int p = 0; p < centroids.count(); p++) {
            starts[p + 1] += starts[p];
        }
        int[] order = new int[live];
        for (int ordinal = 0; ordinal < assigned.length; ordinal++) {
            if (assigned[ordinal] != Snapshot.NO_PARTITION) {
                order[starts[assigned[ordinal]]++] = ordinal;
            }
        }
        var partitions = new Partitions(
                centroids,
                new CentroidGraph(centroids, kernels, new Random(arrangedSize)),
                rows.space().sketched());
        Generation generation = Generation.building(rows, partitions);
        float[] rotated = generation.newRotated();
        for (int ordinal : order) {
            rows.read(ordinal, rotated);
            rows.recordTail(rotated);
            partitions.add(ordinal, assigned[ordinal], rotated);
        }
        index.restored(generation.calibrated(calibration), live, arrangedSize, spaceTrainedSize);
        finished = true;
    }

    @Override
    public void close() {
        if (!finished) {
            rows.close();
        }
    }
}
