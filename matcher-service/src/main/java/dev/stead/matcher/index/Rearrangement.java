package dev.stead.matcher.index;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Fits an index to what it has become, on a thread of its own, while searches and changes go on: new partitions whenever the gallery has
 * doubled or shrunk to a quarter, and a new space while the gallery is too young to know its own spectrum well.
 *
 * <p>Whoever changes the index calls {@link #consider}, under the index's lock; this class takes the lock for one row at a time.
 */
final class Rearrangement {
    /** A space found in so many rows is kept. */
    private static final int KNOWN_SPECTRUM = 100_000;

    private static final int SPACE_GROWTH = 8;
    private static final int MOST_SAMPLED = 8_192;

    private final SteadIndex index;
    private final Kernels kernels;
    private final Random random;
    private volatile int arrangedAt;
    private volatile int spaceFoundAt;
    private volatile int arrangements;
    private volatile @Nullable Thread running;

    Rearrangement(SteadIndex index, Kernels kernels, long seed) {
        this.index = index;
        this.kernels = kernels;
        this.random = new Random(seed);
    }

    /** Called under the index's lock after each change. */
    void consider(int size) {
        startIf(
                arrangedAt == 0
                        ? size >= SteadIndex.SMALL
                        : size >= 2 * arrangedAt || (size >= SteadIndex.SMALL && size <= arrangedAt / 4),
                size);
    }

    /** Arranges once more if the gallery has grown by a quarter since, and waits until it is done. */
    void settle() {
        await();
        index.changes().lock();
        try {
            startIf(arrangedAt > 0 && index.size() >= arrangedAt + arrangedAt / 4, index.size());
        } finally {
            index.changes().unlock();
        }
        await();
    }

    private void startIf(boolean due, int size) {
        if (due && running == null && !index.isClosed()) {
            running = Thread.ofPlatform().daemon().name("index-rearrangement").start(() -> run(size));
        }
    }

    /** How many have been made. */
    int count() {
        return arrangements;
    }

    /** Under the index's lock. */
    Snapshot snapshot(Generation now) {
        return new Snapshot(index, now, arrangedAt, spaceFoundAt);
    }

    /** Goes on where a snapshot was taken; under the index's lock. */
    void resume(int arranged, int spaceFound) {
        arrangedAt = arranged;
        spaceFoundAt = spaceFound;
    }

    /** Waits until none is under way or due. */
    void await() {
        try {
            for (Thread thread = running; thread != null; thread = running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(int size) {
        try {
            arrange(size);
        } finally {
            index.changes().lock();
            try {
                running = null;
                consider(index.size());
            } finally {
                index.changes().unlock();
            }
        }
    }

    private void arrange(int size) {
        Generation before = index.current();
        boolean newSpace =
                before == null || (spaceFoundAt < KNOWN_SPECTRUM && size >= (long) SPACE_GROWTH * spaceFoundAt);
        VectorRows rows = before == null || newSpace ? new VectorRows(findSpace(before), kernels) : before.rows();
        Generation made = Generation.coming(rows, null);
        boolean whole = false;
        try {
            if (newSpace) {
                index.setComing(made);
                copyInto(made, before);
            }
            int[] there = made.live();
            if (there.length == 0) {
                return;
            }
            made = Generation.coming(rows, partitionsFor(made, there));
            index.setComing(made);
            fill(made);
            int[] live = made.live();
            if (!index.isClosed() && live.length > 0) {
                index.takeOver(made.calibrated(new Calibrator(made, kernels, live, random).measure()));
                whole = true;
                arrangedAt = live.length;
                spaceFoundAt = newSpace ? live.length : spaceFoundAt;
                int more = arrangements + 1;
                arrangements = more;
            }
        } finally {
            index.setComing(null);
            free(whole ? before : made, newSpace);
        }
    }

    private void free(@Nullable Generation useless, boolean withRows) {
        if (useless == null) {
            index.closeSmall();
            return;
        }
        useless.closeExceptRows();
        if (withRows) {
            useless.rows().close();
        }
    }

    private Partitions partitionsFor(Generation generation, int[] live) {
        Centroids centroids =
                new Clustering(generation.rows(), kernels, random).train(live, Clustering.partitionsFor(live.length));
        return new Partitions(
                centroids,
                new CentroidGraph(centroids, kernels, random),
                generation.rows().space().sketched());
    }

    private Space findSpace(@Nullable Generation before) {
        int bound = before == null ? index.small().bound() : before.rows().bound();
        float[][] sample = new float[Math.min(MOST_SAMPLED, 2 * index.size())][];
        int sampled = 0;
        float[] rotated = before == null ? new float[0] : before.newRotated();
        for (int tries = 0; sampled < sample.length && tries < 64 * sample.length; tries++) {
            float[] vector = new float[index.dimension()];
            if (read(before, random.nextInt(bound), rotated, vector)) {
                sample[sampled++] = vector;
            }
        }
        return new SpaceTrainer(index.dimension(), random.nextLong()).train(Arrays.copyOf(sample, sampled));
    }

    private boolean read(@Nullable Generation before, int ordinal, float[] rotated, float[] vector) {
        if (before == null) {
            return index.small().read(ordinal, vector);
        }
        boolean there = before.rows().read(ordinal, rotated);
        if (there) {
            before.rows().space().unrotate(rotated, vector);
        }
        return there;
    }

    /** A row that was put meanwhile is in both already; one that was erased meanwhile is in neither. */
    private void copyInto(Generation made, @Nullable Generation before) {
        VectorRows rows = made.rows();
        int bound = before == null ? index.small().bound() : before.rows().bound();
        float[] rotated = before == null ? new float[0] : before.newRotated();
        float[] vector = new float[index.dimension()];
        for (int ordinal = 0; ordinal < bound && !index.isClosed(); ordinal++) {
            if (read(before, ordinal, rotated, vector)) {
                Generation.Prepared prepared = made.prepare(kernels, vector);
                index.changes().lock();
                try {
                    if (index.holds(ordinal) && !rows.isLive(ordinal)) {
                        made.put(ordinal, prepared);
                    }
                } finally {
                    index.changes().unlock();
                }
            }
        }
    }

    /** Partition by partition, so that the pages of each lie together. */
    private void fill(Generation filling) {
        VectorRows rows = filling.rows();
        Partitions partitions = filling.searchable();
        int[] live = filling.live();
        int[] belongs = new int[live.length];
        int[] starts = new int[partitions.centroids().count() + 1];
        float[] rotated = filling.newRotated();
        for (int i = 0; i < live.length && !index.isClosed(); i++) {
            if (rows.read(live[i], rotated)) {
                belongs[i] = partitions.nearest(rotated);
            }
            starts[belongs[i] + 1]++;
        }
        for (int p = 0; p < partitions.centroids().count(); p++) {
            starts[p + 1] += starts[p];
        }
        int[] order = new int[live.length];
        for (int i = 0; i < live.length; i++) {
            order[starts[belongs[i]]++] = i;
        }
        for (int i = 0; i < order.length && !index.isClosed(); i++) {
            int ordinal = live[order[i]];
            index.changes().lock();
            try {
                if (!partitions.contains(ordinal) && rows.read(ordinal, rotated)) {
                    partitions.add(ordinal, belongs[order[i]], rotated);
                }
            } finally {
                index.changes().unlock();
            }
        }
    }
}
