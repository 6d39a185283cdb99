package dev.stead.matcher.domain.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;

/**
 * How rarely the best impostor of a probe reaches a similarity, also where none of the sample did: a generalised Pareto distribution of
 * what lies above a level (peaks over threshold; Pickands 1975; Coles, "An Introduction to Statistical Modeling of Extreme Values", 2001,
 * chapter 4). Immutable.
 *
 * <p><b>What is uncertain is averaged over.</b> The shape has a normal prior, so that few data do not extrapolate wildly, and the logarithm
 * of the scale a wide one. The posterior is a grid of shapes and scales, and the FPIR of a threshold its mean: where data are few the tail
 * is heavier than the likeliest one, and the threshold higher, which is the safe side. The likelihood counts as many independent maxima as
 * the sample is worth, not as many as it has ({@link RingMaxima#designEffect}).
 *
 * <p><b>The tail ends where enrolment ends it.</b> Nobody is enrolled who reaches the enrolment guard's threshold with somebody else, so no
 * sample shows what lies above. The likelihood is that of a distribution truncated there, and the FPIR that of the one without: or else the
 * guard, which follows the threshold, would press it down from one calibration to the next.
 */
public final class ImpostorTail {
    /** Of the maxima, at most this share makes the tail. */
    private static final double MOST = 0.1;
    /** So many are enough, if the wanted FPIR lies well within them: the fewer, the less it matters that no tail is Pareto's exactly. */
    private static final int ENOUGH = 1_000;

    private static final int WITHIN = 4;
    private static final int LEAST = 10;

    private static final double SHAPE = 0;
    private static final double SHAPE_DEVIATION = 0.07;
    /** Of similarity by which the tail falls to 1/e: 0.02 to 0.03 of the demonstration model in rings of any size. */
    private static final double SCALE = 0.025;

    private static final double LOG_SCALE_DEVIATION = 0.7;

    private static final int STEPS = 21;
    private static final int ZOOMS = 3;
    /** Of posterior standard deviations. */
    private static final double REACH = 4.5;

    private static final double NEGLIGIBLE = 1e-7;
    private static final double QUANTILE = 1.96;

    /** A distribution that the data allow, and how probable it is; {@code share} of all maxima lie above the level. */
    private record Pareto(double shape, double scale, double share, double probability) {
        double survival(double excess) {
            return ImpostorTail.survival(shape, scale, excess);
        }
    }

    private final float level;
    private final List<Pareto> posterior;
    private final double shareVariance;

    private ImpostorTail(float level, List<Pareto> posterior, double shareVariance) {
        this.level = level;
        this.posterior = posterior;
        this.shareVariance = shareVariance;
    }

    /**
     * @param truncation all maxima are less than this
     * @param doubled how many of the others were probes themselves, as a share: their maxima count half, since two people are each
     *     other's impostor
     * @param fpir the one for which a threshold will be asked
     * @return empty if there are too few maxima
     */
    public static Optional<ImpostorTail> fit(RingMaxima maxima, double truncation, double doubled, double fpir) {
        float[] sorted = maxima.sorted();
        int above = (int) Math.min(MOST * sorted.length, Math.max(ENOUGH, WITHIN * fpir * sorted.length));
        if (above < LEAST) {
            return Optional.empty();
        }
        float level = sorted[sorted.length - above - 1];
        double[] excesses = new double[above];
        int n = 0;
        for (int i = sorted.length - above; i < sorted.length; i++) {
            if (sorted[i] > level) {
                excesses[n++] = sorted[i] - level;
            }
        }
        if (n < LEAST) {
            return Optional.empty();
        }
        double share = (double) n / sorted.length;
        double effect = maxima.designEffect(level) * (1 + doubled);
        var likelihood = new Likelihood(Arrays.copyOf(excesses, n), 1 / effect, truncation - level);
        return Optional.of(new ImpostorTail(level, posterior(likelihood, share), effect * (1 - share) / n));
    }

    /** The likelihood of a sample, and the prior. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never kept
    private record Likelihood(double[] excesses, double weight, double truncation) {
        double mean() {
            return Arrays.stream(excesses).average().orElseThrow();
        }

        double logPosterior(double shape, double logScale) {
            double scale = Math.exp(logScale);
            double log = 0;
            for (double excess : excesses) {
                log += logDensity(shape, scale, excess);
            }
            log -= excesses.length * Math.log1p(-survival(shape, scale, truncation));
            double asideShape = (shape - SHAPE) / SHAPE_DEVIATION;
            double asideScale = (logScale - Math.log(SCALE)) / LOG_SCALE_DEVIATION;
            return weight * log - (asideShape * asideShape + asideScale * asideScale) / 2;
        }
    }

    /** Zooms in on where the probability is, so that a grid of few steps is fine enough. */
    private static List<Pareto> posterior(Likelihood likelihood, double share) {
        double usual = Math.log(likelihood.mean());
        double[] shapes = {-0.5, 0.6};
        double[] logScales = {usual - 1.5, usual + 2.5};
        List<Pareto> cells = List.of();
        for (int zoom = 0; zoom < ZOOMS; zoom++) {
            cells = grid(likelihood, share, shapes, logScales);
            shapes = around(cells, Pareto::shape, shapes);
            logScales = around(cells, cell -> Math.log(cell.scale()), logScales);
        }
        return cells;
    }

    private static List<Pareto> grid(Likelihood likelihood, double share, double[] shapes, double[] logScales) {
        double[] logs = new double[STEPS * STEPS];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = likelihood.logPosterior(step(shapes, i / STEPS), step(logScales, i % STEPS));
        }
        double greatest = Arrays.stream(logs).max().orElseThrow();
        double total = Arrays.stream(logs).map(log -> Math.exp(log - greatest)).sum();
        List<Pareto> cells = new ArrayList<>();
        for (int i = 0; i < logs.length; i++) {
            double probability = Math.exp(logs[i] - greatest) / total;
            if (probability > NEGLIGIBLE) {
                double shape = step(shapes, i / STEPS);
                double scale = Math.exp(step(logScales, i % STEPS));
                double beyond = survival(shape, scale, likelihood.truncation());
                cells.add(new Pareto(shape, scale, share / (1 - beyond + share * beyond), probability));
            }
        }
        return cells;
    }

    private static double step(double[] range, int i) {
        return range[0] + (range[1] - range[0]) * i / (STEPS - 1);
    }

    private static double[] around(List<Pareto> cells, ToDoubleFunction<Pareto> of, double[] before) {
        double mean = mean(cells, of);
        double variance = mean(cells, cell -> Math.pow(of.applyAsDouble(cell) - mean, 2));
        double least = (before[1] - before[0]) / (4 * STEPS);
        double reach = REACH * Math.max(least, Math.sqrt(variance));
        return new double[] {Math.max(before[0], mean - reach), Math.min(before[1], mean + reach)};
    }

    private static double mean(List<Pareto> cells, ToDoubleFunction<Pareto> of) {
        double mean = 0;
        for (Pareto cell : cells) {
            mean += cell.probability() * of.applyAsDouble(cell);
        }
        return mean;
    }

    private static double logDensity(double shape, double scale, double excess) {
        double scaled = excess / scale;
        if (Math.abs(shape) < 1e-9) {
            return -Math.log(scale) - scaled;
        }
        double inside = shape * scaled;
        return inside <= -1 ? Double.NEGATIVE_INFINITY : -Math.log(scale) - (1 / shape + 1) * Math.log1p(inside);
    }

    private static double survival(double shape, double scale, double excess) {
        double scaled = excess / scale;
        if (Math.abs(shape) < 1e-9) {
            return Math.exp(-scaled);
        }
        double inside = shape * scaled;
        return inside <= -1 ? 0 : Math.exp(-Math.log1p(inside) / shape);
    }

    /** The expected share of probes whose best impostor reaches a threshold of at least the level. */
    double fpir(double threshold) {
        return mean(posterior, cell -> cell.share() * cell.survival(threshold - level));
    }

    /** The threshold, at most 1, that buys this FPIR. */
    float threshold(double fpir) {
        return least(threshold -> fpir(threshold) <= fpir);
    }

    /** The least threshold, at most 1, of which the data do not show that it buys more than this FPIR. */
    float leastThreshold(double fpir) {
        return least(threshold -> interval(threshold).least() <= fpir);
    }

    private float least(DoublePredicate isEnough) {
        double least = level;
        double most = 1;
        for (int i = 0; i < 40; i++) {
            double middle = (least + most) / 2;
            if (isEnough.test(middle)) {
                most = middle;
            } else {
                least = middle;
            }
        }
        return (float) most;
    }

    private record Interval(double least, double most) {}

    /**
     * Where the FPIR of a threshold lies with a probability of 95 %: its logarithm taken as normal, with the variance of the posterior and
     * that of the share above the level.
     */
    private Interval interval(double threshold) {
        double least = 1e-15;
        ToDoubleFunction<Pareto> log =
                cell -> Math.log(Math.max(least, cell.share() * cell.survival(threshold - level)));
        double mean = mean(posterior, log);
        double variance = mean(posterior, cell -> Math.pow(log.applyAsDouble(cell) - mean, 2)) + shareVariance;
        double reach = QUANTILE * Math.sqrt(variance);
        return new Interval(Math.exp(mean - reach), Math.min(1, Math.exp(mean + reach)));
    }

    /** What buys this FPIR for so many subjects. */
    RingThreshold at(int ringSize, double fpir) {
        float threshold = threshold(fpir);
        Interval interval = interval(threshold);
        return new RingThreshold(ringSize, threshold, leastThreshold(fpir), interval.least(), interval.most());
    }

    @Override
    public String toString() {
        return "ImpostorTail[shape " + (float) mean(posterior, Pareto::shape) + ", scale "
                + (float) mean(posterior, Pareto::scale) + " above " + level + "]";
    }
}
