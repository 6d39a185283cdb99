package dev.stead.matcher.index;

import java.util.Arrays;

/**
 * One clustering of the rows: each row's sketch lies in a page of the partition whose mean is nearest to it. Rows are added and removed;
 * the means stay, until another clustering replaces this one.
 *
 * <p>One writer at a time, any number of readers, and a row stays in one place as long as it lives. Owns the sketches.
 */
final class Partitions implements AutoCloseable {
    /** Ends a chain of pages. */
    static final int NO_PAGE = -1;

    /** Instead of a partition. */
    static final int NO_PARTITION = -1;

    private final Centroids centroids;
    private final CentroidGraph graph;
    private final Sketches sketches;
    private final Sketches sketchedMeans;
    /** The first page of each partition; {@link #following} chains the rest. A chain only grows, at its end. */
    private final int[] first;

    private volatile int[] following = new int[256];

    // Only the writer's: the last page of each partition, which rows of a page are taken, which partition a page
    // belongs
    // to, and where an ordinal lies (page * 64 + row + 1).
    private final int[] last;
    private long[] taken = new long[256];
    private int[] partitionOf = new int[256];
    private int[] slotOf = new int[1_024];
    private final float[] residual;

    /** @param sketched how many components of a head a sketch is made of */
    Partitions(Centroids centroids, CentroidGraph graph, int sketched) {
        this.centroids = centroids;
        this.graph = graph;
        this.sketches = new Sketches(sketched);
        this.sketchedMeans = new Sketches(sketched);
        this.first = new int[centroids.count()];
        this.last = new int[centroids.count()];
        this.residual = new float[centroids.head()];
        Arrays.fill(first, NO_PAGE);
        Arrays.fill(last, NO_PAGE);
        sketchMeans();
    }

    private void sketchMeans() {
        float[] mean = new float[centroids.head()];
        int page = NO_PAGE;
        for (int partition = 0; partition < centroids.count(); partition++) {
            int row = partition % Sketches.PAGE_ROWS;
            page = row == 0 ? sketchedMeans.allocate() : page;
            centroids.decode(partition, mean);
            sketchedMeans.write(page, row, partition, mean);
        }
    }

    Centroids centroids() {
        return centroids;
    }

    Sketches sketches() {
        return sketches;
    }

    /** Of the means themselves, in the order of the partitions. */
    Sketches sketchedMeans() {
        return sketchedMeans;
    }

    /** The partition whose mean is nearest to a head. Allocates: for writers. */
    int nearest(float[] rotated) {
        var frontier = new SearchFrontier(Clustering.ASSIGNMENT_WIDTH);
        graph.nearest(rotated, frontier);
        return frontier.node(0);
    }

    int firstPage(int partition) {
        return first[partition];
    }

    int pageAfter(int page) {
        return following[page];
    }

    boolean contains(int ordinal) {
        return ordinal < slotOf.length && slotOf[ordinal] != 0;
    }

    /** The partition of an ordinal, or {@link #NO_PARTITION} if it is not here. Other threads than the writer's may get a stale answer. */
    int partition(int ordinal) {
        int[] slots = slotOf;
        int slot = ordinal < slots.length ? slots[ordinal] - 1 : NO_PARTITION;
        int[] pages = partitionOf;
        return slot < 0 || slot >>> 6 >= pages.length ? NO_PARTITION : pages[slot >>> 6];
    }

    /** Adds a row that is not here yet. */
    void add(int ordinal, int partition, float[] rotated) {
        int page = pageWithRoom(partition);
        int row = Long.numberOfTrailingZeros(~taken[page]);
        taken[page] |= 1L << row;
        if (ordinal >= slotOf.length) {
            slotOf = Arrays.copyOf(slotOf, Math.max(ordinal + 1, slotOf.length + slotOf.length / 4));
        }
        slotOf[ordinal] = (page << 6) + row + 1;
        centroids.residual(rotated, partition, residual);
        sketches.write(page, row, ordinal, residual);
    }

    /** Overwrites a row's sketch and frees its place. */
    void remove(int ordinal) {
        if (contains(ordinal)) {
            int slot = slotOf[ordinal] - 1;
            slotOf[ordinal] = 0;
            sketches.wipe(slot >>> 6, slot & 63);
            taken[slot >>> 6] &= ~(1L << slot);
        }
    }

    long bytes() {
        return sketches.bytes() + sketchedMeans.bytes() + 4L * slotOf.length + 16L * taken.length;
    }

    @Override
    public void close() {
        sketches.close();
        sketchedMeans.close();
    }

    private int pageWithRoom(int partition) {
        if (last[partition] != NO_PAGE && ~taken[last[partition]] != 0) {
            return last[partition];
        }
        for (int page = first[partition]; page != NO_PAGE; page = following[page]) {
            if (~taken[page] != 0) {
                return page;
            }
        }
        int page = sketches.allocate();
        if (page == taken.length) {
            taken = Arrays.copyOf(taken, 2 * page);
            partitionOf = Arrays.copyOf(partitionOf, 2 * page);
            following = Arrays.copyOf(following, 2 * page);
        }
        partitionOf[page] = partition;
        int[] chain = following;
        chain[page] = NO_PAGE;
        if (last[partition] == NO_PAGE) {
            first[partition] = page;
        } else {
            chain[last[partition]] = page;
        }
        following = chain;
        last[partition] = page;
        return page;
    }
}
