package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;

/**
 * One search at a time through one generation, and the memory it needs: lent again and again, so that a search allocates nothing.
 *
 * <p>The stages: the probe is turned into the gallery's coordinates; the partitions are ordered by their means and read from the nearest on
 * until the calibration calls what was found certain. In a partition each row's sketch says whether the row can still matter; those that can are compared by their coarse codes, and the
 * few that remain by all their codes.
 */
final class Search {
    /** The nearest so many partitions are read one by one: what is found in each makes the next one cheaper. */
    private static final int FIRST = 8;

    /** So many rows are compared together that their memory arrives together. */
    private static final int BATCH = 16;

    private static final Neighbours NOWHERE = new Neighbours(1);
    private static final float MOST_COARSE_ERROR = 0.004f;

    /** What has more than this in its tail is unlike what the space was found in: times the mean, and at least. */
    private static final float UNLIKE_TIMES = 4;

    private static final float UNLIKE_LEAST = 0.01f;

    private final Kernels kernels;
    private final VectorRows rows;
    private final Partitions partitions;
    private final CutoffTable reach;
    private final float slack;

    /** Somebody has it: what it reads must not be freed. */
    private volatile boolean lent;

    private final int[] waiting = new int[BATCH + Sketches.PAGE_ROWS];
    private final float[] coarse = new float[waiting.length];
    private final float[] vector;
    private final float[] rotated;
    private final SketchedProbe sketched;
    private final PartitionOrder order;

    // Of the search under way.
    private Ordinals allowed = Ordinals.all();
    private AccuracyTarget effort = AccuracyTarget.STANDARD;
    private Neighbours found = NOWHERE;
    private int count;
    private boolean tailRotated;
    private float startingCut;
    /** What an inner product of tails may add to one of heads, if rows are unlike the others and this probe may be; else 0. */
    private float beyond;

    Search(Generation generation, Kernels kernels) {
        this.kernels = kernels;
        this.rows = generation.rows();
        this.partitions = generation.searchable();
        this.reach = new CutoffTable(generation.calibrated());
        Space space = rows.space();
        this.slack = MOST_COARSE_ERROR + 0.25f * space.tailEnergy();
        this.vector = new float[space.dimension()];
        this.rotated = generation.newRotated();
        this.sketched = new SketchedProbe(space.sketched(), space.head());
        this.order = new PartitionOrder(partitions, space.sketched(), kernels);
    }

    void lend(boolean now) {
        lent = now;
    }

    boolean isLent() {
        return lent;
    }

    void run(MemorySegment probe, Ordinals among, AccuracyTarget asked, Neighbours into) {
        allowed = among;
        effort = asked;
        found = into;
        reach.fit(asked);
        count = 0;
        tailRotated = false;
        MemorySegment.copy(probe, 0, MemorySegment.ofArray(vector), 0, probe.byteSize());
        rows.space().rotateHead(kernels, vector, rotated);
        if (allowed.isFewerThan(1_024 + rows.bound() / 512)) {
            for (int i = 0; i < allowed.cardinality(); i++) {
                compare(allowed.member(i));
            }
        } else {
            sketched.set(rotated);
            sketched.allowFor(reach.sketchDeviations());
            beyond = beyondHeads();
            readInOrder();
        }
        found = NOWHERE;
    }

    private boolean readsAll() {
        return effort.isExhaustive() || beyond > 0;
    }

    /** Heads tell nothing of what lies in the tail: there the bound of Cauchy and Schwarz must do. */
    private float beyondHeads() {
        float usual = UNLIKE_TIMES * rows.space().tailEnergy() + UNLIKE_LEAST;
        if (rows.mostInTail() <= usual) {
            return 0;
        }
        float inTail = 1;
        for (int i = 0; i < rows.space().head(); i++) {
            inTail -= rotated[i] * rotated[i];
        }
        return inTail <= usual && !effort.isExhaustive()
                ? 0
                : (float) Math.sqrt(Math.max(0, inTail) * rows.mostInTail());
    }

    private boolean isEnough(float mean) {
        return mean < (found.count() == 0 ? reach.afterNobody() : reach.after(found.similarity(0)));
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
        int then = upcoming == Partitions.NOWHERE ? Partitions.NO_PAGE : partitions.firstPage(upcoming);
        for (int page = partitions.firstPage(partition); page != Partitions.NO_PAGE; ) {
            int following = partitions.pageAfter(page);
            sketches.prefetch(following == Partitions.NO_PAGE ? then : following);
            long reaching = sketches.mayReach(kernels, page, sketched, cut() - mean - beyond);
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

    /** Compares the rows that wait. */
    private void flush() {
        for (int i = 0; i < count; i++) {
            coarse[i] = rows.coarse(waiting[i], rotated);
        }
        for (int i = 0; i < count; i++) {
            if (coarse[i] > cut() - slack - beyond) {
                compare(waiting[i]);
            }
        }
        count = 0;
    }

    /** What is less similar than this does not matter, for certain or any more. */
    private float cut() {
        if (found.count() == 0) {
            return Math.max(startingCut, effort.floor());
        }
        float sought = Math.max(found.similarity(0) - effort.margin(), effort.floor());
        return found.count() < found.capacity() ? sought : Math.max(sought, found.similarity(found.count() - 1));
    }

    private void compare(int ordinal) {
        if (!tailRotated) {
            rows.space().rotateTail(kernels, vector, rotated);
            tailRotated = true;
        }
        float similarity = rows.exact(ordinal, rotated);
        // A row that was replaced meanwhile may have been met in its old place and in its new one.
        if (!Float.isNaN(similarity) && !found.contains(ordinal)) {
            found.offer(ordinal, similarity);
        }
    }

    @Override
    public String toString() {
        return "Search[" + count + " waiting]";
    }
}
