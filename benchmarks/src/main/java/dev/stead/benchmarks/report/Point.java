package dev.stead.benchmarks.report;

import org.HdrHistogram.Histogram;

/**
 * One engine at one setting over one gallery.
 *
 * @param probes number of probes evaluated: an event never seen may still happen once in as many
 * @param latencies nanoseconds of one search each, on one thread
 */
public record Point(
        String engine, int rows, String setting, int probes, Quality quality, Histogram latencies, Cost cost) {

    /** How well it agrees with exact search; see {@code docs/index-bench.md}. */
    public record Quality(double agree1, double decide1, double recall1, double recall10, double rank1) {}

    /** What the engine cost besides searching. */
    public record Cost(long indexMegabytes, double buildSeconds) {}

    /** The early stop of the setting, as in {@code stop@0.55}; empty if it has none. */
    String stop() {
        int colon = setting.indexOf(':');
        return colon < 0 ? "" : setting.substring(colon + 1);
    }

    /** Mean time of a search. */
    double micros() {
        return latencies.getMean() / 1e3;
    }

    double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }

    boolean reaches(double target) {
        return quality.agree1 >= target && quality.decide1 >= target;
    }
}
