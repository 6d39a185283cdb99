package dev.stead.matcher.domain.drift;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether those who are identified in a gallery have become less, or more, similar to their templates: a camera that was moved, another
 * model, templates that age. Two histograms of similarities, that of the first {@value #EARLIER} and that of the last {@value #RECENT}
 * after them, are compared by their Kolmogorov-Smirnov distance. They begin anew with each calibration, since another threshold lets
 * others pass. Nobody is in them, and only whether there is a drift leaves this. Never blocks. Thread-safe.
 */
public final class SimilarityDrift {
    static final int EARLIER = 2_000;
    static final int RECENT = 500;

    /**
     * Half a deviation of genuine similarities (0.06 on real faces) is about this, and less where the threshold cuts. By chance 500 and
     * 2,000 of one distribution are 0.11 apart once in 10,000 times, and more often when the same people come again and again.
     */
    private static final double MOST = 0.2;

    private record Seen(int calibration, Histogram earlier, Histogram recent, boolean drifting) {
        static Seen nobody(int calibration) {
            return new Seen(calibration, Histogram.EMPTY, Histogram.EMPTY, false);
        }

        Seen with(float similarity) {
            if (earlier.count < EARLIER) {
                return new Seen(calibration, earlier.with(similarity), recent, drifting);
            }
            Histogram more = recent.with(similarity);
            return more.count < RECENT
                    ? new Seen(calibration, earlier, more, drifting)
                    : new Seen(calibration, earlier, Histogram.EMPTY, earlier.distance(more) > MOST);
        }
    }

    private final AtomicReference<Seen> seen = new AtomicReference<>(Seen.nobody(0));

    /**
     * Somebody was identified.
     *
     * @param calibration the version of the one that their threshold is of; 0 if it is of none
     */
    public void add(float similarity, int calibration) {
        seen.updateAndGet(
                before -> (before.calibration == calibration ? before : Seen.nobody(calibration)).with(similarity));
    }

    /** As the last comparison says; false before the first. */
    public boolean isDrifting() {
        return seen.get().drifting;
    }

    /** Without similarities. */
    @Override
    public String toString() {
        return "SimilarityDrift[" + (isDrifting() ? "drifting" : "none") + "]";
    }

    /** In hundredths. Immutable. */
    private static final class Histogram {
        static final Histogram EMPTY = new Histogram(new int[101], 0);

        private final int[] bins;
        private final int count;

        private Histogram(int[] bins, int count) {
            this.bins = bins;
            this.count = count;
        }

        Histogram with(float similarity) {
            int[] more = bins.clone();
            more[(int) (100 * Math.clamp(similarity, 0f, 1f))]++;
            return new Histogram(more, count + 1);
        }

        /** The greatest difference of the two distribution functions. */
        double distance(Histogram other) {
            double greatest = 0;
            int below = 0;
            int othersBelow = 0;
            for (int bin = 0; bin < bins.length; bin++) {
                below += bins[bin];
                othersBelow += other.bins[bin];
                greatest = Math.max(greatest, Math.abs((double) below / count - (double) othersBelow / other.count));
            }
            return greatest;
        }
    }
}
