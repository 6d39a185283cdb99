package dev.stead.matcher.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What searches read: coded rows, and one clustering of them with its calibration. Replaced as a whole by another clustering, or another
 * space; while it is being built, parts are missing and no search reads it.
 *
 * <p>Changed by one writer at a time, under the index's lock; {@link #prepare} needs no lock.
 */
final class Generation {
    private final VectorRows rows;
    private final @Nullable Partitions partitions;
    private final @Nullable Calibration calibration;
    private final SearchPool searches = new SearchPool();

    private Generation(VectorRows rows, @Nullable Partitions partitions, @Nullable Calibration calibration) {
        this.rows = rows;
        this.partitions = partitions;
        this.calibration = calibration;
    }

    /** One that is being built: without partitions at first, and without calibration until it is complete. */
    static Generation building(VectorRows rows, @Nullable Partitions partitions) {
        return new Generation(rows, partitions, null);
    }

    Generation calibrated(Calibration measured) {
        return new Generation(rows, partitions, measured);
    }

    VectorRows rows() {
        return rows;
    }

    SearchPool searches() {
        return searches;
    }

    /** A vector coded for this generation, before the lock is taken: that is nearly all the work of a put. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never kept
    record Prepared(float[] rotated, int partition) {}

    Prepared prepare(Kernels kernels, float[] vector) {
        Space space = rows.space();
        float[] rotated = newRotated();
        space.rotateHead(kernels, vector, rotated);
        space.rotateTail(kernels, vector, rotated);
        return prepare(rotated);
    }

    Prepared prepare(float[] rotated) {
        return new Prepared(rotated, partitions == null ? -1 : partitions.nearest(rotated));
    }

    /** The row is written before it can be found. */
    void put(int ordinal, Prepared prepared) {
        rows.write(ordinal, prepared.rotated);
        place(ordinal, prepared);
    }

    /** Moves a row that is already written into its partition. */
    void place(int ordinal, Prepared prepared) {
        if (partitions != null) {
            partitions.remove(ordinal);
            partitions.add(ordinal, prepared.partition, prepared.rotated);
        }
    }

    void erase(int ordinal) {
        if (partitions != null) {
            partitions.remove(ordinal);
        }
        if (rows.isLive(ordinal)) {
            rows.wipe(ordinal);
        }
    }

    boolean sharesRowsWith(@Nullable Generation other) {
        return other != null && other.rows == rows;
    }

    /** Room for one rotated vector. */
    float[] newRotated() {
        return new float[rows.space().head() + rows.space().tail()];
    }

    Partitions searchable() {
        if (partitions == null) {
            throw new IllegalStateException("a generation without partitions cannot be searched");
        }
        return partitions;
    }

    Calibration calibrated() {
        if (calibration == null) {
            throw new IllegalStateException("a generation without a calibration cannot be searched");
        }
        return calibration;
    }

    /** Waits for the searches, then frees all but the rows, which another generation may share. */
    void closeExceptRows() {
        searches.awaitAll();
        if (partitions != null) {
            partitions.close();
        }
    }

    /** Ordinals that are live now. */
    int[] live() {
        int[] live = new int[1_024];
        int count = 0;
        int bound = rows.bound();
        for (int ordinal = 0; ordinal < bound; ordinal++) {
            if (rows.isLive(ordinal)) {
                if (count == live.length) {
                    live = Arrays.copyOf(live, 2 * count);
                }
                live[count++] = ordinal;
            }
        }
        return Arrays.copyOf(live, count);
    }

    long bytes() {
        return rows.bytes() + (partitions == null ? 0 : partitions.bytes());
    }
}
