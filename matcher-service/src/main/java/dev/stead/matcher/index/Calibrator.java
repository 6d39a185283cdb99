package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/**
 * Measures the {@link Calibration} of a generation that nobody searches yet, by captures made of its own rows: a row and noise beside it, up to
 * the similarity that is wanted. The noise is other rows: a mix of many is Gaussian with the gallery's covariance, as an ordinary capture is;
 * one alone is the worst case, a capture that leans towards a single other person or group. Takes some seconds for a million rows, and belongs
 * to one thread.
 */
final class Calibrator {
    private static final int PAIRS = 4_000;
    private static final int LEFT_OUT = 1_000;

    /** Captures of each kind that are searched for, and how many must have found their row first to tell anything. */
    private static final int CAPTURES = 1_000;

    private static final int FEWEST_CAPTURES = 100;
    private static final int MANY = 32;

    /** The best so many are looked at for somebody who would have been met before the row. */
    private static final int RIVALS = 32;

    /** Where the tail of what captures need is compared with the normal distribution's. */
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
        var straight = new Calibration(
                line[0],
                line[1],
                line[2],
                0,
                1,
                Calibration.doubtful(partitions.centroids().count()));
        var search = new Search(generation.calibrated(straight), kernels);
        double widening =
                Math.max(widening(straight, search, 1, 0.72f, 0.9f), widening(straight, search, MANY, 0.25f, 0.8f));
        return withImpostors(straight, (float) (line[2] * widening), search);
    }

    /** Intercept, slope and deviation. */
    private float[] line() {
        var fit = new LineFit();
        for (int i = 0; i < PAIRS; i++) {
            int ordinal = anyone();
            int partition = partitions.partition(ordinal);
            if (partition != Partitions.NOWHERE && rows.read(ordinal, row)) {
                float similarity = 0.25f + 0.55f * random.nextFloat();
                capture(similarity, MANY);
                fit.add(similarity, partitions.centroids().similarity(kernels, probe, partition));
            }
        }
        return fit.line();
    }

    /**
     * By what the deviation must be multiplied so that captures are met as often as a normal distribution about the line would have it: 1, or
     * more where groups lie apart and the tail is heavier.
     */
    private double widening(Calibration straight, Search search, int mixed, float least, float best) {
        if (straight.deviation() < 1e-6f) {
            return 1;
        }
        double[] needs = new double[CAPTURES];
        int n = 0;
        var found = new Neighbours(RIVALS);
        for (int i = 0; i < CAPTURES; i++) {
            int ordinal = anyone();
            if (!rows.read(ordinal, row)) {
                continue;
            }
            capture(least + (best - least) * random.nextFloat(), mixed);
            search(search, found);
            if (found.count() > 0 && found.ordinal(0) == ordinal) {
                needs[n++] = needed(straight, found);
            }
        }
        if (n < FEWEST_CAPTURES) {
            return 1;
        }
        Arrays.sort(needs, 0, n);
        return Math.max(1, needs[(int) (n * (1 - TAIL))] / Normal.quantile(1 - TAIL / straight.doubtful()));
    }

    /** How many deviations a search must allow for that has met everybody whose partition is nearer than that of the best one. */
    private double needed(Calibration straight, Neighbours found) {
        float mean = mean(found.ordinal(0));
        for (int rank = 1; rank < found.count(); rank++) {
            if (mean(found.ordinal(rank)) > mean) {
                return (straight.reach(found.similarity(rank), 0) - mean) / straight.deviation();
            }
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** Of the partition of a row; of one that has gone meanwhile, further than any. */
    private float mean(int ordinal) {
        int partition = partitions.partition(ordinal);
        return partition == Partitions.NOWHERE ? -1 : partitions.centroids().similarity(kernels, probe, partition);
    }

    private Calibration withImpostors(Calibration straight, float deviation, Search search) {
        var found = new Neighbours(2);
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int i = 0; i < LEFT_OUT; i++) {
            int ordinal = anyone();
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
                straight.intercept(),
                straight.slope(),
                deviation,
                (float) (mean - 0.5772 * scale),
                (float) scale,
                straight.doubtful());
    }

    private void search(Search search, Neighbours found) {
        rows.space().unrotate(probe, vector);
        found.begin(0);
        search.run(MemorySegment.ofArray(vector), Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
    }

    private int anyone() {
        return live[random.nextInt(live.length)];
    }

    /** Makes {@link #probe} of {@link #row}. */
    private void capture(float similarity, int mixed) {
        Arrays.fill(probe, 0);
        for (int k = 0; k < mixed; k++) {
            if (rows.read(anyone(), other)) {
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
