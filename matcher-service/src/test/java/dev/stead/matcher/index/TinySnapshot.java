package dev.stead.matcher.index;

import java.util.Random;

/** A sound snapshot of few rows in few dimensions: some hundred bytes a piece. */
final class TinySnapshot {
    static final int DIMENSION = 4;
    static final int ROWS = 3;

    /** Where the pieces come from: finding a space and partitions takes longer than all that is done with them. */
    private static final byte[][] PIECES = pieces();

    private TinySnapshot() {}

    static byte[] common() {
        return PIECES[0].clone();
    }

    static byte[] segment() {
        return PIECES[1].clone();
    }

    static SteadIndex empty() {
        return new SteadIndex(DIMENSION, Kernels.best(), 1);
    }

    /** An index that has partitions already, with its first so many rows. */
    static SteadIndex index(Kernels kernels, int rows) {
        var index = new SteadIndex(DIMENSION, kernels, 1);
        try (Restoration restoration = index.restore(common(), 1)) {
            restoration.add(0, segment(), ordinal -> ordinal < Math.max(1, rows));
            restoration.finish();
        } catch (SnapshotException e) {
            throw new IllegalStateException(e);
        }
        if (rows == 0) {
            index.erase(0);
        }
        return index;
    }

    private static byte[][] pieces() {
        Random random = new Random(1);
        try (SteadIndex large = empty();
                SteadIndex few = empty()) {
            for (int ordinal = 0; ordinal < SteadIndex.SMALL; ordinal++) {
                large.put(ordinal, RandomVectors.unit(random, DIMENSION));
            }
            large.settle();
            Snapshot whole = large.snapshot().orElseThrow();
            try (Restoration restoration = few.restore(whole.common(), 1)) {
                restoration.add(0, whole.segment(0), ordinal -> ordinal < ROWS);
                restoration.finish();
            }
            Snapshot snapshot = few.snapshot().orElseThrow();
            return new byte[][] {snapshot.common(), snapshot.segment(0)};
        } catch (SnapshotException e) {
            throw new IllegalStateException(e);
        }
    }
}
