package dev.stead.benchmarks.data;

import dev.stead.benchmarks.report.Proportion;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many new people look so much like somebody in the gallery that their enrolment is refused with {@code WRONG_PERSON}: the share of
 * strangers whose best similarity reaches the threshold, by the size of the gallery. One sample a person, as at an enrolment with one.
 */
final class LookAlikeShare {
    private static final int[] GALLERIES = {1_000, 10_000, 100_000, 1_000_000};
    private static final int TILE = 250;
    private static final long FIRST_NEW_PERSON = 1L << 41;
    /** The comparisons of the largest galleries cost minutes; the small ones can afford more people, and need them. */
    private static final long COMPARISONS = 200_000_000;

    private static final int FEWEST_PEOPLE = 1_000;
    private static final int MOST_PEOPLE = 20_000;

    private final Population people;
    private final double threshold;

    LookAlikeShare(Population people, double threshold) {
        this.people = people;
        this.threshold = threshold;
    }

    void print(int largest, PrintWriter printer) {
        printer.println("| gallery | refused of new people | share | 95 per cent interval | by the real tail |");
        printer.println("| --- | --- | --- | --- | --- |");
        for (int size : GALLERIES) {
            if (size <= largest) {
                int asked = Math.clamp(COMPARISONS / size, FEWEST_PEOPLE, MOST_PEOPLE);
                Proportion refused = Proportion.of(refused(size, asked), asked);
                printer.printf(
                        Locale.ROOT,
                        "| %,d | %d of %,d | %.2f %% | %.2f to %.2f %% | %.2f %% |%n",
                        size,
                        refused.events(),
                        asked,
                        100 * refused.share(),
                        100 * refused.low(),
                        100 * refused.high(),
                        100 * byRealTail(size, threshold));
                printer.flush();
            }
        }
    }

    /** How many of so many new people are refused by a gallery of this size. */
    int refused(int size, int asked) {
        float[] strangers = samples(FIRST_NEW_PERSON, asked);
        float[] best = new float[asked];
        float[] similarities = new float[asked * TILE];
        for (int first = 0; first < size; first += TILE) {
            int rows = Math.min(TILE, size - first);
            BlockedScan.similarities(samples(first, rows), rows, strangers, 0, asked, people.dimension(), similarities);
            for (int i = 0; i < asked * rows; i++) {
                best[i / rows] = Math.max(best[i / rows], similarities[i]);
            }
        }
        return (int) IntStream.range(0, asked).filter(p -> best[p] >= threshold).count();
    }

    /**
     * From the measured tail of real pairs of strangers: a straight line through the logarithms of its last two quantiles, continued to the
     * threshold, and pairs taken as independent. An estimate: one pair in a million is the last that was measured.
     */
    static double byRealTail(int size, double threshold) {
        double lastButOne = RealFigures.all().getOrDefault("impostor 1 - 1e-5", Double.NaN);
        double last = RealFigures.all().getOrDefault("impostor 1 - 1e-6", Double.NaN);
        double perPair = Math.exp(Math.log(1e-6) - Math.log(10) * (threshold - last) / (last - lastButOne));
        return 1 - Math.pow(1 - perPair, size);
    }

    private float[] samples(long firstPerson, int persons) {
        int dimension = people.dimension();
        float[] samples = new float[persons * dimension];
        for (int p = 0; p < persons; p++) {
            System.arraycopy(people.sample(firstPerson + p, 0), 0, samples, p * dimension, dimension);
        }
        return samples;
    }
}
