package dev.stead.benchmarks.engine;

import dev.stead.benchmarks.data.InParallel;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Sends probes through an engine, one at a time, probe {@code i} on thread {@code i mod threads}, and measures each: every
 * probe once, or, with {@code atLeastNanos}, over and over until so much time has passed. Each thread sends its next probe when the last
 * one is answered, so this is the time of a search, not of a search under load.
 *
 * @param rows {@code probes x k} rows found, best first, padded with -1; a timed run may not reach them all
 */
@SuppressWarnings("ArrayRecordComponent") // a result that is read once
public record ProbeRun(int[] rows, long searches, Histogram latencies, long wallNanos) {
    private static final long LONGEST_NANOS = 60_000_000_000L;

    /** What to send. */
    public record Order(int probes, int k, int threads, long atLeastNanos) {}

    /** Runs it; {@code nanoClock} is the only clock. */
    public static ProbeRun of(Engine engine, Order order, LongSupplier nanoClock) {
        int[] rows = new int[order.probes * order.k];
        Histogram all = new Histogram(LONGEST_NANOS, 3);
        long start = nanoClock.getAsLong();
        InParallel.collect(
                        Math.min(order.threads, order.probes),
                        thread -> share(engine, order, thread, start, rows, nanoClock))
                .forEach(all::add);
        return new ProbeRun(rows, all.getTotalCount(), all, nanoClock.getAsLong() - start);
    }

    /** Searches a second of wall time, all threads together. */
    public double searchesPerSecond() {
        return searches * 1e9 / wallNanos;
    }

    /** A quantile of the time of one search. */
    public double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }

    private static Histogram share(
            Engine engine, Order order, int first, long start, int[] rows, LongSupplier nanoClock) {
        Engine.Searcher searcher = engine.searcher(order.k);
        Histogram latencies = new Histogram(LONGEST_NANOS, 3);
        boolean timed = order.atLeastNanos > 0;
        int p = first;
        long now = start;
        while (timed ? now - start < order.atLeastNanos : p < order.probes) {
            long before = nanoClock.getAsLong();
            int[] found = searcher.search(p);
            now = nanoClock.getAsLong();
            latencies.recordValue(Math.min(LONGEST_NANOS, now - before));
            System.arraycopy(found, 0, rows, p * order.k, order.k);
            p += order.threads;
            if (timed && p >= order.probes) {
                p = first;
            }
        }
        return latencies;
    }
}
