package dev.stead.matcher.index;

import java.nio.ByteBuffer;

/**
 * When a search may end. {@link Calibrator} measures two things on the gallery itself:
 *
 * <p><b>Where a row of a given similarity may lie.</b> If a row's similarity to a probe is {@code s}, then the mean of its partition has,
 * to that probe, a similarity that is normally distributed about a line in {@code s}: the more similar the row, the closer its partition.
 * So partitions whose mean is less similar than a quantile of that distribution hold no row of {@code s} or more, but for an error rate
 * that the quantile sets. The line is fitted to rows to which noise of the gallery's own covariance was added (a random mix of other rows),
 * as much as another capture of the same person might differ; its deviation is widened where such captures show a heavier tail.
 *
 * <p><b>Who may be there by chance.</b> The similarity of the best of all others, for rows taken out of the gallery one by one, is an
 * extreme value with a Gumbel distribution. When a search has found somebody far beyond it, nobody better is plausible, and the quantile to
 * allow for shrinks to nothing: the search ends early.
 *
 * @param mode of the best impostor's distribution
 * @param scale of the same
 * @param doubtful the share of searches that depend on the quantile
 */
record Calibration(float intercept, float slope, float deviation, float mode, float scale, float doubtful) {
    /**
     * In a large gallery one search in six is doubtful: the others have found somebody beyond doubt, or nobody whose exact place matters.
     * This is assumed of real captures, most of which are far more similar to their row than any impostor is; of captures at similarities
     * spread evenly over 0.25 to 0.8, nearly half are doubtful.
     */
    private static final float MIN_DOUBTFUL = 1f / 6;

    /**
     * With so few partitions every search may be doubtful (10,000 rows kept 0.998 of a target of 0.999), and certainty costs microseconds.
     */
    private static final float FEW_PARTITIONS = 64;

    static final int SAVED_BYTES = 6 * Float.BYTES;

    /** The share of searches that is assumed doubtful with so many partitions. */
    static float doubtful(int partitions) {
        return Math.clamp(FEW_PARTITIONS / partitions, MIN_DOUBTFUL, 1);
    }

    void save(ByteBuffer into) {
        into.putFloat(intercept)
                .putFloat(slope)
                .putFloat(deviation)
                .putFloat(mode)
                .putFloat(scale)
                .putFloat(doubtful);
    }

    static Calibration restore(ByteBuffer from) throws SnapshotException {
        var saved = new Calibration(
                from.getFloat(), from.getFloat(), from.getFloat(), from.getFloat(), from.getFloat(), from.getFloat());
        boolean sound = Float.isFinite(saved.intercept)
                && Float.isFinite(saved.slope)
                && Float.isFinite(saved.mode)
                && saved.deviation >= 0
                && saved.deviation < 1
                && saved.scale > 0
                && saved.scale < 10
                && saved.doubtful > 0
                && saved.doubtful <= 1;
        if (!sound) {
            throw new SnapshotException("its calibration is out of range");
        }
        return saved;
    }

    /** The least similarity that a partition's mean must have for the partition to be read when a row of {@code similarity} is sought. */
    float cutoff(float similarity, float deviations) {
        return intercept + slope * similarity - deviations * deviation;
    }

    /**
     * How many standard deviations to allow for when a row beyond {@code similarity} is sought, to keep an agreement; minus infinity if
     * impostors are too rarely that similar to matter.
     */
    float deviations(float similarity, double agreement) {
        double plausible = -Math.expm1(-Math.exp(-(similarity - mode) / scale));
        double mayMiss = (1 - agreement) / doubtful / Math.max(1e-12, plausible);
        return mayMiss >= 1 ? Float.NEGATIVE_INFINITY : (float) Normal.quantile(1 - mayMiss);
    }

    /** How many standard deviations a sketch's estimate may fall short. */
    float sketchDeviations(double agreement) {
        return (float) Normal.quantile(1 - (1 - agreement) / doubtful);
    }
}
