package dev.stead.matcher.index;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Adapts an index to its size, on a thread of its own, while searches and changes go on: makes new partitions whenever the gallery has
 * doubled or shrunk to a quarter, and trains a new space while the gallery is too small to know its spectrum well.
 *
 * <p>Each change of the index calls {@link #rearrangeIfDue} under the index's lock. This class holds that lock for one row at a time.
 */
final class Rearrangement {
    /** A space trained on so many rows is kept. */
    private static final int KNOWN_SPECTRUM = 100_000;

    private static final int SPACE_GROWTH = 8;
    private static final int MAX_SAMPLED = 8_192;

    private final SteadIndex index;
    private final Kernels kernels;
    private final Random random;
    private volatile int arrangedSize;
    private volatile int spaceTrainedSize;
    private volatile int arrangements;
    private volatile @Nullable Thread running;

    Rearrangement(SteadIndex index, Kernels kernels, long seed) {
        this.index = index;
        this.kernels = kernels;
        this.random = new Random(seed);
    }

    /** Called under the index's lock after each change. */
    void rearrangeIfDue(int size) {
        startIf(
                arrangedSize == 0
                        ? size >= SteadIndex.SMALL
                        : size >= 2 * arrangedSize || (size >= SteadIndex.SMALL && size <= arrangedSize / 4),
                size);
    }

    /** Rearranges if the gallery has grown by a quarter since the last time, and waits until it is done. */
    void settle() {
        await();
        index.changes().lock();
        try {
            startIf(arrangedSize > 0 && index.size() >= arrangedSize + arrangedSize / 4, index.size());
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

    /** How many rearrangements have been made. */
    int count() {
        return arrangements;
    }

    /** Under the index's lock. */
    Snapshot snapshot(Generation now) {
        return new Snapshot(index, now, arrangedSize, spaceTrainedSize);
    }

    /** Continues from where a snapshot was taken; under the index's lock. */
    void resume(int arranged, int spaceTrained) {
        arrangedSize = arranged;
        spaceTrainedSize = spaceTrained;
    }

    /** Waits until no rearrangement is running or due. */
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
                rearrangeIfDue(index.size());
            } finally {
                index.changes().unlock();
            }
        }
    }

    private void arrange(int size) {
        Generation before = index.current();
        boolean newSpace =
                before == null || (spaceTrainedSize < KNOWN_SPECTRUM && size >= (long) SPACE_GROWTH * spaceTrainedSize);
        VectorRows rows = before == null || newSpace ? new VectorRows(trainSpace(before), kernels) : before.rows();
        Generation made = Generation.building(rows, null);
        boolean complete = false;
        try {
            if (newSpace) {
                index.setNext(made);
                copyInto(made, before);
            }
            int[] there = made.live();
            if (there.length == 0) {
                return;
            }
            made = Generation.building(rows, partitionsFor(made, there));
            index.setNext(made);
            fill(made);
            int[] live = made.live();
            if (!index.isClosed() && live.length > 0) {
                index.switchTo(made.calibrated(new Calibrator(made, kernels, live, random).measure()));
                complete = true;
                arrangedSize = live.length;
                spaceTrainedSize = newSpace ? live.length : spaceTrainedSize;
                int more = arrangements + 1;
                arrangements = more;
            }
        } finally {
            index.setNext(null);
            free(complete ? before : made, newSpace);
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

    private Space trainSpace(@Nullable Generation before) {
        int bound = before == null ? index.small().bound() : before.rows().bound();
        float[][] sample = new float[Math.min(MAX_SAMPLED, 2 * index.size())][];
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
            before.rows().space().unrotate(kernels, rotated, vector);
        }
        return there;
    }

    /** A row put in the meantime is in both already; one erased in the meantime is in neither. */
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
        int[] assigned = new int[live.length];
        int[] starts = new int[partitions.centroids().count() + 1];
        float[] rotated = filling.newRotated();
        for (int i = 0; i < live.length && !index.isClosed(); i++) {
            if (rows.read(live[i], rotated)) {
                assigned[i] = partitions.nearest(rotated);
            }
            starts[assigned[i] + 1]++;
        }
        for (int p = 0; p < partitions.centroids().count(); p++) {
            starts[p + 1] += starts[p];
        }
        int[] order = new int[live.length];
        for (int i = 0; i < live.length; i++) {
            order[starts[assigned[i]]++] = i;
        }
        for (int i = 0; i < order.length && !index.isClosed(); i++) {
            int ordinal = live[order[i]];
            index.changes().lock();
            try {
                if (!partitions.contains(ordinal) && rows.read(ordinal, rotated)) {
                    partitions.add(ordinal, assigned[order[i]], rotated);
                }
            } finally {
                index.changes().unlock();
            }
        }
    }
}
