package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * One search at a time through one generation, with the memory that it needs. Reused by one search after another, so that a search
 * allocates nothing.
 *
 * <p>The stages: rotate the probe into the gallery's coordinates; order the partitions by the similarity of their means, and read them,
 * most similar first, until the calibration says that what was found is certain enough. In a partition, each row's sketch says whether the
 * row can still matter; compare those that can by their coarse codes, and the few that remain by all their codes.
 */
final class Search {
    /** The rows of each of the first partitions are compared before the next is read: what they find makes it cheaper. */
    private static final int FIRST = 8;

    /** Rows that are compared together, so that their memory is fetched together. */
    private static final int BATCH = 16;

    private static final Neighbours NONE = new Neighbours(1);
    private static final float MAX_COARSE_ERROR = 0.004f;

    /** A vector with more of its square in the tail than this, times the mean plus the least, is unlike what the space was trained on. */
    private static final float UNLIKE_TIMES = 4;

    private static final float UNLIKE_LEAST = 0.01f;

    private final Kernels kernels;
    private final VectorRows rows;
    private final Partitions partitions;
    private final CutoffTable cutoffs;
    private final float slack;

    /** While it is in use, the generation's memory must not be freed. */
    private volatile boolean inUse;

    private final int[] waiting = new int[BATCH + Sketches.PAGE_ROWS];
    private final float[] coarse = new float[waiting.length];
    private final float[] vector;
    private final float[] rotated;
    private final SketchedProbe sketched;
    private final PartitionOrder order;

    // Of the current search.
    private Ordinals allowed = Ordinals.all();
    private AccuracyTarget target = AccuracyTarget.STANDARD;
    private Neighbours found = NONE;
    private int count;
    private boolean tailRotated;
    private float startingCut;
    /** The most that the tails may add to an inner product of heads, if some rows and this probe are unlike the others; else 0. */
    private float tailBound;

    Search(Generation generation, Kernels kernels) {
        this.kernels = kernels;
        this.rows = generation.rows();
        this.partitions = generation.searchable();
        this.cutoffs = new CutoffTable(generation.calibrated());
        Space space = rows.space();
        this.slack = MAX_COARSE_ERROR + 0.25f * space.tailEnergy();
        this.vector = new float[space.dimension()];
        this.rotated = generation.newRotated();
        this.sketched = new SketchedProbe(space.sketched(), space.head());
        this.order = new PartitionOrder(partitions, space.sketched(), kernels);
    }

    void setInUse(boolean now) {
        inUse = now;
    }

    boolean isInUse() {
        return inUse;
    }

    void run(MemorySegment probe, Ordinals allowed, AccuracyTarget target, Neighbours found) {
        this.allowed = allowed;
        this.target = target;
        this.found = found;
        count = 0;
        tailRotated = false;
        MemorySegment.copy(probe, 0, MemorySegment.ofArray(vector), 0, probe.byteSize());
        rows.space().rotateHead(kernels, vector, rotated);
        if (allowed.isFewerThan(1_024 + rows.bound() / 512)) {
            for (int i = 0; i < allowed.cardinality(); i++) {
                compare(allowed.member(i));
            }
        } else {
            cutoffs.fit(target);
            sketched.set(rotated);
            sketched.allowFor(cutoffs.sketchDeviations());
            tailBound = tailBound();
            readInOrder();
        }
        // It waits for the next search, which may be long in coming.
        Arrays.fill(vector, 0);
        Arrays.fill(rotated, 0);
        this.found = NONE;
    }

    private boolean readsAll() {
        return target.isExhaustive() || tailBound > 0;
    }

    /** Sketches and coarse codes know nothing of tails: what tails may add is bounded by the Cauchy-Schwarz inequality. */
    private float tailBound() {
        float usual = UNLIKE_TIMES * rows.space().tailEnergy() + UNLIKE_LEAST;
        if (rows.mostInTail() <= usual) {
            return 0;
        }
        float inTail = 1;
        for (int i = 0; i < rows.space().head(); i++) {
            inTail -= rotated[i] * rotated[i];
        }
        return inTail <= usual && !target.isExhaustive()
                ? 0
                : (float) Math.sqrt(Math.max(0, inTail) * rows.mostInTail());
    }

    private boolean isEnough(float mean) {
        return mean < (found.count() == 0 ? cutoffs.afterNobody() : cutoffs.after(found.similarity(0)));
    }

    private void readInOrder() {
        order.begin(rotated, sketched, readsAll());
        for (int i = 0; order.next(); i++) {
            float mean = order.mean();
            if (!readsAll() && isEnough(mean)) {
                break;
            }
            if (i == 0) {
                startingCut = readsAll() ? -2 : mean;
            }
            scan(order.partition(), mean, order.upcoming());
            if (i < FIRST) {
                flush();
                startingCut = -2;
            }
        }
        flush();
    }

    private void scan(int partition, float mean, int upcoming) {
        Sketches sketches = partitions.sketches();
        int then = upcoming == Partitions.NO_PARTITION ? Partitions.NO_PAGE : partitions.firstPage(upcoming);
        for (int page = partitions.firstPage(partition); page != Partitions.NO_PAGE; ) {
            int following = partitions.pageAfter(page);
            sketches.prefetch(following == Partitions.NO_PAGE ? then : following);
            long reaching = sketches.mayReach(kernels, page, sketched, cut() - mean - tailBound);
            for (; reaching != 0; reaching &= reaching - 1) {
                int ordinal = sketches.ordinal(page, Long.numberOfTrailingZeros(reaching));
                if (ordinal >= 0 && allowed.contains(ordinal)) {
                    rows.prefetch(ordinal);
                    waiting[count++] = ordinal;
                }
            }
            if (count >= BATCH) {
                flush();
            }
            page = following;
        }
    }

    /** Compares the rows that are waiting. */
    private void flush() {
        for (int i = 0; i < count; i++) {
            coarse[i] = rows.coarse(waiting[i], rotated);
        }
        for (int i = 0; i < count; i++) {
            if (coarse[i] > cut() - slack - tailBound) {
                compare(waiting[i]);
            }
        }
        count = 0;
    }

    /** Rows less similar than this no longer matter, or never did. */
    private float cut() {
        if (found.count() == 0) {
            return Math.max(startingCut, target.floor());
        }
        float sought = Math.max(found.similarity(0) - target.margin(), target.floor());
        return found.count() < found.capacity() ? sought : Math.max(sought, found.similarity(found.count() - 1));
    }

    private void compare(int ordinal) {
        if (!tailRotated) {
            rows.space().rotateTail(kernels, vector, rotated);
            tailRotated = true;
        }
        float similarity = rows.exact(ordinal, rotated);
        // A row that is being replaced may be found in its old place and in its new one.
        if (!Float.isNaN(similarity) && !found.contains(ordinal)) {
            found.offer(ordinal, similarity);
        }
    }

    @Override
    public String toString() {
        return "Search[" + count + " waiting]";
    }
}
