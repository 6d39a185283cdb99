package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * When a search may end. Two things are measured on the gallery itself:
 *
 * <p><b>Where a row of a given similarity may lie.</b> If a row's similarity to a probe is {@code s}, then the mean of its partition has, to
 * that probe, a similarity that is normally distributed about a line in {@code s}: the more similar the row, the closer its partition. So
 * partitions further away than a quantile of that distribution hold no row of {@code s} or more, but for an error that the quantile sets.
 * The line is fitted to rows moved by noise of the gallery's own covariance (a random mix of other rows), as far as another capture of the
 * same person might be.
 *
 * <p><b>Who may be there by chance.</b> The similarity of the best of all others, for rows taken out of the gallery one by one, is an
 * extreme value: a Gumbel distribution. Where a search has found somebody far beyond it, nobody better is plausible, and the quantile that
 * must be allowed for shrinks to nothing: the search ends early.
 *
 * @param mode of the best impostor's distribution
 * @param scale of the same
 */
record Calibration(float intercept, float slope, float deviation, float mode, float scale) {
    private static final int PAIRS = 4_000;
    private static final int MIXED = 32;
    private static final int LEFT_OUT = 1_000;

    /**
     * One search in so many depends on the quantile: the others have met somebody past all doubt, or nobody whose exact place matters.
     * Measured on generated galleries of 10,000 to 1,000,000: see docs/benchmarks.md.
     */
    private static final double DOUBTFUL = 1.0 / 6;

    /** A row is lost by its sketch only if it is hardly better than what is found already: that share of searches is smaller still. */
    private static final double SKETCH_DOUBTFUL = 1.0 / 10;

    private static final float LEAST_DEVIATIONS = 0.5f;

    static final int SAVED_BYTES = 5 * Float.BYTES;

    void save(ByteBuffer into) {
        into.putFloat(intercept)
                .putFloat(slope)
                .putFloat(deviation)
                .putFloat(mode)
                .putFloat(scale);
    }

    static Calibration restore(ByteBuffer from) throws SnapshotException {
        var saved =
                new Calibration(from.getFloat(), from.getFloat(), from.getFloat(), from.getFloat(), from.getFloat());
        boolean sound = Float.isFinite(saved.intercept)
                && Float.isFinite(saved.slope)
                && Float.isFinite(saved.mode)
                && saved.deviation >= 0
                && saved.deviation < 1
                && saved.scale > 0
                && saved.scale < 10;
        if (!sound) {
            throw new SnapshotException("its calibration is out of range");
        }
        return saved;
    }

    /** The least similarity that a partition's mean must have to be worth reading when a row of {@code similarity} is sought. */
    float reach(float similarity, float deviations) {
        return intercept + slope * similarity - deviations * deviation;
    }

    /** How many standard deviations one must allow for, when {@code similarity} is to be exceeded, to keep an agreement. */
    float deviations(float similarity, double agreement) {
        double plausible = -Math.expm1(-Math.exp(-(similarity - mode) / scale));
        double mayMiss = (1 - agreement) / DOUBTFUL / Math.max(1e-12, plausible);
        return mayMiss >= 0.5 ? LEAST_DEVIATIONS : (float) Math.max(LEAST_DEVIATIONS, Normal.quantile(1 - mayMiss));
    }

    /** How many standard deviations a sketch's estimate may fall short. */
    static float sketchDeviations(double agreement) {
        return (float) Normal.quantile(1 - (1 - agreement) / SKETCH_DOUBTFUL);
    }

    /** Measures a generation that holds the live ordinals; takes some seconds for a million rows. */
    static Calibration of(Generation generation, Kernels kernels, int[] live, Random random) {
        float[] line = line(generation, kernels, live, random);
        Space space = generation.rows().space();
        var search = new Search(generation.calibrated(new Calibration(line[0], line[1], line[2], 0, 1)), kernels);
        var found = new Neighbours(2);
        float[] rotated = new float[space.head() + space.tail()];
        float[] vector = new float[space.dimension()];
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int i = 0; i < LEFT_OUT; i++) {
            int ordinal = live[random.nextInt(live.length)];
            if (!generation.rows().read(ordinal, rotated)) {
                continue;
            }
            space.unrotate(rotated, vector);
            found.begin(0);
            search.run(MemorySegment.ofArray(vector), Ordinals.all(), Effort.EXHAUSTIVE, found);
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
        return new Calibration(line[0], line[1], line[2], (float) (mean - 0.5772 * scale), (float) scale);
    }

    /** Intercept, slope and deviation. */
    private static float[] line(Generation generation, Kernels kernels, int[] live, Random random) {
        Rows rows = generation.rows();
        Partitions partitions = generation.searchable();
        int length = rows.space().head() + rows.space().tail();
        float[] row = new float[length];
        float[] other = new float[length];
        float[] noise = new float[length];
        var fit = new LineFit();
        for (int i = 0; i < PAIRS; i++) {
            int ordinal = live[random.nextInt(live.length)];
            if (!partitions.contains(ordinal) || !rows.read(ordinal, row)) {
                continue;
            }
            Arrays.fill(noise, 0);
            for (int k = 0; k < MIXED; k++) {
                if (rows.read(live[random.nextInt(live.length)], other)) {
                    add(noise, (float) random.nextGaussian(), other);
                }
            }
            add(noise, -dot(noise, row), row);
            float similarity = 0.25f + 0.55f * random.nextFloat();
            float aside = (float) Math.sqrt((1 - similarity * similarity) / Math.max(1e-9f, dot(noise, noise)));
            for (int k = 0; k < length; k++) {
                noise[k] = similarity * row[k] + aside * noise[k];
            }
            fit.add(similarity, partitions.centroids().similarity(kernels, noise, partitions.partition(ordinal)));
        }
        return fit.line();
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
