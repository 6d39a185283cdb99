package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/**
 * Measures the {@link Calibration} of a generation that is not searched yet, with captures simulated from its own rows: a row, and noise
 * that lowers the similarity to a given value. The noise is made of other rows: a mix of many is Gaussian with the gallery's covariance, as
 * in an ordinary capture; a single one is the worst case, a capture that leans towards one other person or group. Takes some seconds for a
 * million rows. Not thread-safe.
 */
final class Calibrator {
    private static final int PAIRS = 4_000;
    private static final int LEFT_OUT = 1_000;

    /** Captures of each kind that are searched for, and how many must have found their row first for the result to count. */
    private static final int CAPTURES = 1_000;

    private static final int MIN_CAPTURES = 100;
    private static final int MANY = 32;

    /** How many of the best are examined for one that a search would have found before the row. */
    private static final int RIVALS = 32;

    /** The quantile at which the needs of captures are compared with the normal distribution. */
    private static final double TAIL = 0.005;

    private final VectorRows rows;
    private final Partitions partitions;
    private final Generation generation;
    private final Kernels kernels;
    private final int[] live;
    private final Random random;
    private final float[] row;
    private final float[] other;
    private final float[] probe;
    private final float[] vector;

    Calibrator(Generation generation, Kernels kernels, int[] live, Random random) {
        this.generation = generation;
        this.kernels = kernels;
        this.live = live;
        this.random = random;
        rows = generation.rows();
        partitions = generation.searchable();
        Space space = rows.space();
        row = new float[space.head() + space.tail()];
        other = new float[row.length];
        probe = new float[row.length];
        vector = new float[space.dimension()];
    }

    Calibration measure() {
        float[] line = line();
        var unwidened = new Calibration(
                line[0],
                line[1],
                line[2],
                0,
                1,
                Calibration.doubtful(partitions.centroids().count()));
        var search = new Search(generation.calibrated(unwidened), kernels);
        double widening =
                Math.max(widening(unwidened, search, 1, 0.72f, 0.9f), widening(unwidened, search, MANY, 0.25f, 0.8f));
        return withImpostors(unwidened, (float) (line[2] * widening), search);
    }

    /** The intercept, slope and deviation of the line. */
    private float[] line() {
        var fit = new LineFit();
        for (int i = 0; i < PAIRS; i++) {
            int ordinal = randomOrdinal();
            int partition = partitions.partition(ordinal);
            if (partition != Partitions.NO_PARTITION && rows.read(ordinal, row)) {
                float similarity = 0.25f + 0.55f * random.nextFloat();
                capture(similarity, MANY);
                fit.add(similarity, partitions.centroids().similarity(kernels, probe, partition));
            }
        }
        return fit.line();
    }

    /**
     * The factor by which to widen the deviation so that captures are found as often as a normal distribution about the line would have it:
     * 1, or more where groups lie apart and the tail is heavier.
     */
    private double widening(Calibration unwidened, Search search, int mixed, float lowest, float highest) {
        if (unwidened.deviation() < 1e-6f) {
            return 1;
        }
        double[] needs = new double[CAPTURES];
        int n = 0;
        var found = new Neighbours(RIVALS);
        for (int i = 0; i < CAPTURES; i++) {
            int ordinal = randomOrdinal();
            if (!rows.read(ordinal, row)) {
                continue;
            }
            capture(lowest + (highest - lowest) * random.nextFloat(), mixed);
            search(search, found);
            if (found.count() > 0 && found.ordinal(0) == ordinal) {
                needs[n++] = needed(unwidened, found);
            }
        }
        if (n < MIN_CAPTURES) {
            return 1;
        }
        Arrays.sort(needs, 0, n);
        return Math.max(1, needs[(int) (n * (1 - TAIL))] / Normal.quantile(1 - TAIL / unwidened.doubtful()));
    }

    /** How many deviations a search must allow for that has found every row whose partition is nearer than that of the best one. */
    private double needed(Calibration unwidened, Neighbours found) {
        float mean = mean(found.ordinal(0));
        for (int rank = 1; rank < found.count(); rank++) {
            if (mean(found.ordinal(rank)) > mean) {
                return (unwidened.cutoff(found.similarity(rank), 0) - mean) / unwidened.deviation();
            }
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** The similarity of the mean of a row's partition; of a row erased in the meantime, less than any. */
    private float mean(int ordinal) {
        int partition = partitions.partition(ordinal);
        return partition == Partitions.NO_PARTITION
                ? -1
                : partitions.centroids().similarity(kernels, probe, partition);
    }

    private Calibration withImpostors(Calibration unwidened, float deviation, Search search) {
        var found = new Neighbours(2);
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int i = 0; i < LEFT_OUT; i++) {
            int ordinal = randomOrdinal();
            if (!rows.read(ordinal, probe)) {
                continue;
            }
            search(search, found);
            if (found.count() == 2) {
                float best = found.similarity(found.ordinal(0) == ordinal ? 1 : 0);
                sum += best;
                squares += best * best;
                n++;
            }
        }
        double mean = sum / Math.max(1, n);
        double spread = Math.sqrt(Math.max(1e-6, squares / Math.max(1, n) - mean * mean));
        double scale = spread * Math.sqrt(6) / Math.PI;
        return new Calibration(
                unwidened.intercept(),
                unwidened.slope(),
                deviation,
                (float) (mean - 0.5772 * scale),
                (float) scale,
                unwidened.doubtful());
    }

    private void search(Search search, Neighbours found) {
        rows.space().unrotate(kernels, probe, vector);
        found.begin(0);
        search.run(MemorySegment.ofArray(vector), Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
    }

    private int randomOrdinal() {
        return live[random.nextInt(live.length)];
    }

    /** Makes {@link #probe} a capture of {@link #row}. */
    private void capture(float similarity, int mixed) {
        Arrays.fill(probe, 0);
        for (int k = 0; k < mixed; k++) {
            if (rows.read(randomOrdinal(), other)) {
                add(probe, mixed == 1 ? 1 : (float) random.nextGaussian(), other);
            }
        }
        add(probe, -dot(probe, row), row);
        float aside = (float) Math.sqrt((1 - similarity * similarity) / Math.max(1e-9f, dot(probe, probe)));
        for (int i = 0; i < probe.length; i++) {
            probe[i] = similarity * row[i] + aside * probe[i];
        }
    }

    private static void add(float[] sum, float factor, float[] other) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * other[i];
        }
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
