package dev.stead.matcher.index;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * What two threads may see of a row, of a slot and of a generation that is freed; {@link RacesTest} has jcstress play them. Rows are shared
 * by all states, for they lie outside of the heap: a state is an ordinal of its own.
 */
public final class Races {
    private static final int HEAD = 256;
    private static final Kernels KERNELS = new ScalarKernels();
    private static final VectorRows ROWS = new VectorRows(Spaces.plain(HEAD, HEAD), KERNELS);
    /** More than jcstress holds at once (256 states in each of 40 strides): no two of them share a row. */
    private static final int ORDINALS = 32_768;

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final float[] PLUS = all(0.0625f);
    private static final float[] MINUS = all(-0.0625f);

    private static final int NO_ADDRESS = 0;
    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final int TORN = -1;

    private Races() {}

    private static float[] all(float value) {
        float[] values = new float[HEAD];
        Arrays.fill(values, value);
        return values;
    }

    private static int fresh() {
        int ordinal = NEXT.getAndIncrement() & (ORDINALS - 1);
        synchronized (ROWS) {
            ROWS.write(ordinal, PLUS);
        }
        return ordinal;
    }

    private static int seen(float similarity) {
        if (Float.isNaN(similarity)) {
            return NO_ADDRESS;
        }
        return Math.abs(similarity - 1) < 1e-3f ? OLD : Math.abs(similarity + 1) < 1e-3f ? NEW : TORN;
    }

    /** A row that is replaced is read as it was or as it is. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "gave up while it was written")
    @Outcome(
            id = {"1", "2"},
            expect = Expect.ACCEPTABLE,
            desc = "whole")
    @Outcome(id = "-1", expect = Expect.FORBIDDEN, desc = "half of one and half of the other")
    @State
    public static class ReplacedRow {
        private final int ordinal = fresh();

        @Actor
        public void replace() {
            ROWS.write(ordinal, MINUS);
        }

        @Actor
        public void read(I_Result result) {
            result.r1 = seen(ROWS.exact(ordinal, PLUS));
        }
    }

    /** A row that is wiped is read as it was or not at all. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "there or gone")
    @Outcome(expect = Expect.FORBIDDEN, desc = "partly wiped")
    @State
    public static class WipedRow {
        private final int ordinal = fresh();

        @Actor
        public void wipe() {
            ROWS.wipe(ordinal);
        }

        @Actor
        public void read(I_Result result) {
            result.r1 = seen(ROWS.exact(ordinal, PLUS));
        }
    }

    /** Decoding, as a rearrangement and an audit do it, may fail beside a writer but gives nothing that was never there. */
    @JCStressTest
    @Outcome(
            id = {"0", "1", "2"},
            expect = Expect.ACCEPTABLE,
            desc = "whole, or told that it is not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "half of one and half of the other")
    @State
    public static class DecodedRow {
        private final int ordinal = fresh();
        private final float[] decoded = new float[HEAD];

        @Actor
        public void replace() {
            ROWS.write(ordinal, MINUS);
        }

        @Actor
        public void read(I_Result result) {
            boolean there = ROWS.read(ordinal, decoded);
            result.r1 = there ? seen((float) Spaces.dot(decoded, PLUS)) : NO_ADDRESS;
        }
    }

    /** A stamp that was seen twice means that nothing was written between. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "1, 2", "2, 2", "0, 2", "1, 0", "0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "in order")
    @Outcome(expect = Expect.FORBIDDEN, desc = "back to what was there before, or torn")
    @State
    public static class ReadTwice {
        private final int ordinal = fresh();

        @Actor
        public void replace() {
            ROWS.write(ordinal, MINUS);
        }

        @Actor
        public void read(II_Result result) {
            result.r1 = seen(ROWS.exact(ordinal, PLUS));
            result.r2 = seen(ROWS.exact(ordinal, PLUS));
        }
    }

    /** Whoever frees a generation waits for those who have borrowed a search of it and still found it current. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "came too late, or read what was there")
    @Outcome(id = "-1", expect = Expect.FORBIDDEN, desc = "read what was freed")
    @State
    public static class FreedGeneration {
        private static final Generation GENERATION =
                Objects.requireNonNull(TinySnapshot.index(KERNELS, 3).current());

        private final SearchPool searches = new SearchPool();
        private volatile boolean current = true;
        private volatile int memory = 1;

        /** One search is there already: to make one takes so long that it would always come too late. */
        public FreedGeneration() {
            searches.release(searches.borrow(GENERATION, KERNELS));
        }

        @Actor
        public void free() {
            current = false;
            searches.awaitAll();
            memory = -1;
        }

        @Actor
        public void search(I_Result result) {
            Search search = searches.borrow(GENERATION, KERNELS);
            if (current) {
                int least = memory;
                // A search reads for a while.
                for (int i = 0; i < 1_000; i++) {
                    least = Math.min(least, memory);
                }
                result.r1 = least;
            }
            searches.release(search);
        }
    }
}
