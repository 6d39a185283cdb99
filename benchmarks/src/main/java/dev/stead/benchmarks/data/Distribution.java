package dev.stead.benchmarks.data;

/** Moments and quantiles of cosines, counted into bins of 0.00005: bounded memory for any number of pairs. Not thread-safe. */
final class Distribution {
    private static final int BINS_PER_UNIT = 20_000;

    private final long[] bins = new long[2 * BINS_PER_UNIT + 1];
    private long count;
    private double sum;
    private double squares;
    private double cubes;

    void add(float cosine) {
        bins[Math.clamp(Math.round((1 + cosine) * BINS_PER_UNIT), 0, bins.length - 1)]++;
        count++;
        double square = (double) cosine * cosine;
        sum += cosine;
        squares += square;
        cubes += square * cosine;
    }

    double mean() {
        return sum / count;
    }

    double deviation() {
        return Math.sqrt(squares / count - mean() * mean());
    }

    double skew() {
        double mean = mean();
        double third = cubes / count - 3 * mean * squares / count + 2 * mean * mean * mean;
        return third / Math.pow(deviation(), 3);
    }

    /** The quantile of a share. */
    double quantile(double share) {
        double wanted = share * count;
        long seen = 0;
        int bin = 0;
        while (bin < bins.length - 1 && seen + bins[bin] < wanted) {
            seen += bins[bin];
            bin++;
        }
        return (double) bin / BINS_PER_UNIT - 1;
    }
}
