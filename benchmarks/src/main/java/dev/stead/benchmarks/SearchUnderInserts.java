package dev.stead.benchmarks;

import dev.stead.benchmarks.data.InParallel;
import dev.stead.benchmarks.data.Population;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.VectorIndex;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Search latency under concurrent inserts at half the maximum rate: the same searches at the same times, with and without inserts. */
final class SearchUnderInserts {
    private static final double SEARCH_LOAD = 0.3;
    private static final double INSERT_LOAD = 0.5;
    /** Few enough that repeated inserts do not change the gallery's size for long. */
    private static final int MOST_INSERTED = 2_000;

    private final VectorIndex index;
    private final MemorySegment[] probes;
    private final MemorySegment[] inserted;
    private final LongSupplier nanoClock;
    private final Neighbours found;

    /** @param probes row-major */
    SearchUnderInserts(VectorIndex index, float[] probes, Population people, int candidates, LongSupplier nanoClock) {
        this.index = index;
        this.nanoClock = nanoClock;
        this.found = new Neighbours(candidates);
        int dimension = index.dimension();
        this.probes = new MemorySegment[probes.length / dimension];
        for (int p = 0; p < this.probes.length; p++) {
            this.probes[p] = MemorySegment.ofArray(probes).asSlice(4L * p * dimension, 4L * dimension);
        }
        inserted = new MemorySegment[Math.clamp(index.size() / 10, 1, MOST_INSERTED)];
        long newcomer = 1L << 42;
        for (int i = 0; i < inserted.length; i++) {
            inserted[i] = MemorySegment.ofArray(people.sample(newcomer + i, 0));
        }
    }

    /**
     * What was measured.
     *
     * @param greatestInserts a second, on one thread, nothing else running
     * @param inserts a second, beside the searches: wanted and reached
     * @param quiet nanoseconds of searches from when they were due, nothing inserted
     */
    record Measured(double greatestInserts, double searches, double inserts, Histogram quiet, Histogram beside) {
        double ratio(double percentile) {
            return (double) beside.getValueAtPercentile(percentile) / quiet.getValueAtPercentile(percentile);
        }
    }

    /** Each of the four parts takes {@code seconds}. Leaves the index unchanged except for its epoch. */
    Measured run(double seconds) {
        int first = index.size();
        double searches = SEARCH_LOAD * perSecond(seconds, this::search);
        double greatest = perSecond(seconds, i -> insert(first, i));
        Histogram quiet = OpenLoop.run(searches, seconds, nanoClock, this::search);
        long[] taken = new long[1];
        List<Histogram> both = InParallel.collect(2, thread -> {
            long start = nanoClock.getAsLong();
            Histogram times = thread == 0
                    ? OpenLoop.run(searches, seconds, nanoClock, this::search)
                    : OpenLoop.run(INSERT_LOAD * greatest, seconds, nanoClock, i -> insert(first, i));
            if (thread == 1) {
                taken[0] = nanoClock.getAsLong() - start;
            }
            return times;
        });
        for (int i = 0; i < inserted.length; i++) {
            index.erase(first + i);
        }
        double reached = both.get(1).getTotalCount() * 1e9 / taken[0];
        return new Measured(greatest, searches, reached, quiet, both.get(0));
    }

    private void search(long number) {
        index.search(probes[(int) (number % probes.length)], found);
    }

    private void insert(int first, long number) {
        int i = (int) (number % inserted.length);
        index.put(first + i, inserted[i]);
    }

    private double perSecond(double seconds, OpenLoop.Call call) {
        long start = nanoClock.getAsLong();
        long calls = 0;
        long now = start;
        while (now - start < seconds * 1e9) {
            call.make(calls++);
            now = nanoClock.getAsLong();
        }
        return calls * 1e9 / (now - start);
    }
}
