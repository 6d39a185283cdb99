package dev.stead.matcher.index;

import java.util.Arrays;

/**
 * The partitions in the order of their means' similarity to a probe, most similar first, computed only as far as a search reads: most
 * searches end after a few dozen of thousands. The means' sketches say cheaply which may be more similar than a level; those are compared,
 * and after the last of them the level is lowered. A mean that its sketch underestimates comes a level late.
 *
 * <p>Within a {@value #BUCKETS}th of the whole range of similarities the order is arbitrary. Belongs to one search at a time.
 */
final class PartitionOrder {
    private static final int BUCKETS = 256;

    /** In standard deviations of the means' similarities to a probe. */
    private static final float FIRST_LEVEL = 2;

    private static final float LEVEL_STEP = 0.5f;
    private static final float LAST_LEVEL = -2;

    /** Allowed for underestimates: with less, more means come late; with more, more are compared that no search reads. */
    private static final float DEVIATIONS = 1;

    private final Kernels kernels;
    private final Centroids centroids;
    private final Sketches sketches;
    private final SketchedProbe sketched;
    private final float[] means;
    /** Linked lists, one per bucket: the first partition of each, and the one after each partition. */
    private final int[] heads = new int[BUCKETS];

    private final int[] followers;
    private final long[] met;
    private final int[] collected;
    private final float[] similarities;

    // Of the current search.
    private float[] rotated = {};
    private float typical;
    private float spread;
    private float level;
    /** All partitions of the buckets before this one are known, but for those that come late. */
    private int covered;

    private int bucket;
    private int queued;
    private int current;
    private int upcoming;

    PartitionOrder(Partitions partitions, int sketchedComponents, Kernels kernels) {
        this.kernels = kernels;
        this.centroids = partitions.centroids();
        this.sketches = partitions.sketchedMeans();
        this.sketched = new SketchedProbe(sketchedComponents, centroids.head());
        this.means = new float[centroids.count()];
        this.followers = new int[means.length];
        this.met = new long[(means.length + Long.SIZE - 1) / Long.SIZE];
        this.collected = new int[means.length];
        this.similarities = new float[means.length];
    }

    /**
     * Begins again, before the first partition.
     *
     * @param head the probe's
     * @param all whether all partitions will be read
     */
    void begin(float[] head, SketchedProbe probe, boolean all) {
        rotated = head;
        sketched.copy(probe);
        sketched.allowFor(DEVIATIONS);
        typical = centroids.typicalSimilarity(head);
        spread = centroids.spread(head);
        level = all ? Float.NEGATIVE_INFINITY : FIRST_LEVEL;
        covered = 0;
        bucket = 0;
        queued = Partitions.NO_PARTITION;
        Arrays.fill(heads, Partitions.NO_PARTITION);
        Arrays.fill(met, 0);
        upcoming = advance();
    }

    /** Moves on to the next partition; false after the last. */
    boolean next() {
        current = upcoming;
        upcoming = advance();
        return current != Partitions.NO_PARTITION;
    }

    int partition() {
        return current;
    }

    /** The similarity of the partition's mean. */
    float mean() {
        return means[current];
    }

    /** The partition that comes next; {@link Partitions#NO_PARTITION} after the last. */
    int upcoming() {
        return upcoming;
    }

    private int advance() {
        while (queued == Partitions.NO_PARTITION) {
            if (bucket < covered) {
                queued = heads[bucket++];
            } else if (covered < BUCKETS) {
                cover();
            } else {
                return Partitions.NO_PARTITION;
            }
        }
        int partition = queued;
        queued = followers[partition];
        return partition;
    }

    private void cover() {
        boolean last = level < LAST_LEVEL;
        float least = last ? Float.NEGATIVE_INFINITY : typical + level * spread;
        level -= LEVEL_STEP;
        int count = collect(least);
        centroids.similarities(kernels, rotated, collected, count, similarities);
        for (int i = 0; i < count; i++) {
            int partition = collected[i];
            means[partition] = similarities[i];
            int at = Math.max(bucket, bucketOf(similarities[i]));
            followers[partition] = heads[at];
            heads[at] = partition;
        }
        covered = last ? BUCKETS : Math.max(covered, bucketOf(least));
    }

    /** Collects the partitions that may be more similar than {@code least} and were not collected before. */
    private int collect(float least) {
        int count = 0;
        for (int page = 0; page < met.length; page++) {
            long fresh = sketches.mayReach(kernels, page, sketched, least) & ~met[page];
            met[page] |= fresh;
            for (; fresh != 0; fresh &= fresh - 1) {
                collected[count++] = page * Sketches.PAGE_ROWS + Long.numberOfTrailingZeros(fresh);
            }
        }
        return count;
    }

    private static int bucketOf(float mean) {
        return Math.clamp((int) ((1 - mean) * (BUCKETS / 2)), 0, BUCKETS - 1);
    }

    @Override
    public String toString() {
        return "PartitionOrder[" + means.length + " partitions]";
    }
}
