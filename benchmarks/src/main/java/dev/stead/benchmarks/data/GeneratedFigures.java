package dev.stead.benchmarks.data;

import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of {@link RealFigures}, measured on generated people in the same way. */
final class GeneratedFigures {
    private static final int[] GALLERIES = {100, 1000, 3000, 4216, 10_000, 100_000, 1_000_000};
    private static final int FARTHEST_NEIGHBOUR = 100;
    private static final int TILE = 250;

    private final Population people;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    private GeneratedFigures(Population people) {
        this.people = people;
    }

    /**
     * Measures {@code persons} people, and the best non-mated similarity of galleries up to {@code largest} rows, which are
     * generated and discarded tile by tile.
     */
    static Map<String, Double> of(Population people, int persons, int largest) {
        GeneratedFigures measured = new GeneratedFigures(people);
        measured.genuine(persons);
        measured.impostors(persons);
        measured.badCaptures(Math.min(persons, 1000));
        measured.galleries(largest, Math.min(persons, 1000));
        return measured.figures;
    }

    private void genuine(int persons) {
        Distribution genuine = new Distribution();
        Distribution bad = new Distribution();
        int dimension = people.dimension();
        for (int p = 0; p < 2 * persons; p++) {
            float[] enrolled = people.sample(p, 0);
            genuine.add(Dot.of(enrolled, 0, people.sample(p, 1), 0, dimension));
            bad.add(Dot.of(enrolled, 0, people.badSample(p, 2), 0, dimension));
        }
        figures.put("genuine mean", genuine.mean());
        figures.put("genuine deviation", genuine.deviation());
        figures.put("genuine 0.1 %", genuine.quantile(0.001));
        for (int percent : new int[] {1, 5, 25, 50, 75, 95, 99}) {
            figures.put("genuine " + percent + " %", genuine.quantile(percent / 100.0));
        }
        figures.put("genuine mean of a bad capture", bad.mean());
    }

    private void impostors(int persons) {
        float[] samples = samples(0, persons);
        Distribution impostors = new Distribution();
        NearestRows others = new NearestRows(persons, FARTHEST_NEIGHBOUR);
        float[] similarities = new float[TILE * persons];
        for (int first = 0; first < persons; first += TILE) {
            int count = Math.min(TILE, persons - first);
            BlockedScan.similarities(samples, persons, samples, first, count, people.dimension(), similarities);
            for (int i = 0; i < count * persons; i++) {
                int probe = first + i / persons;
                int row = i % persons;
                if (row != probe) {
                    others.offer(probe, row, similarities[i]);
                }
                if (row > probe) {
                    impostors.add(similarities[i]);
                }
            }
        }
        figures.put("impostor mean", impostors.mean());
        figures.put("impostor deviation", impostors.deviation());
        figures.put("impostor skew", impostors.skew());
        figures.put("impostor 1 %", impostors.quantile(0.01));
        for (int power = 2; power <= 6; power++) {
            figures.put("impostor 1 - 1e-" + power, impostors.quantile(1 - Math.pow(10, -power)));
        }
        PrincipalComponents components = new PrincipalComponents(samples, people.dimension());
        for (int percent : new int[] {50, 90, 99}) {
            figures.put("components for " + percent + " %", (double) components.holding(percent / 100.0));
        }
        figures.put("participation ratio", components.participation());
        neighbours(new Neighbourhood(others, persons));
    }

    private void neighbours(Neighbourhood neighbourhood) {
        figures.put("dimension, TwoNN", neighbourhood.twoNearest());
        for (int neighbours : new int[] {10, 30, 100}) {
            figures.put("dimension, MLE " + neighbours, neighbourhood.maximumLikelihood(neighbours));
        }
        figures.put("hub skew, 10 nearest", neighbourhood.hubSkew());
        figures.put("nearest other, mean", neighbourhood.meanSimilarity(1));
        figures.put("10th nearest other, mean", neighbourhood.meanSimilarity(10));
        figures.put("100th nearest other, mean", neighbourhood.meanSimilarity(100));
    }

    private void badCaptures(int persons) {
        int dimension = people.dimension();
        float[] samples = new float[persons * dimension];
        for (int p = 0; p < persons; p++) {
            System.arraycopy(people.badSample(p, 3), 0, samples, p * dimension, dimension);
        }
        Distribution between = new Distribution();
        for (int a = 0; a < persons; a++) {
            for (int b = a + 1; b < persons; b++) {
                between.add(Dot.of(samples, a * dimension, samples, b * dimension, dimension));
            }
        }
        figures.put("bad captures of two people, 99 %", between.quantile(0.99));
    }

    private void galleries(int largest, int probes) {
        float[] strangers = samples(1L << 41, probes);
        NearestRows best = new NearestRows(probes, 1);
        float[] similarities = new float[probes * TILE];
        int done = 0;
        for (int size : GALLERIES) {
            while (done < size && size <= largest) {
                int rows = Math.min(TILE, size - done);
                BlockedScan.similarities(
                        samples(done, rows), rows, strangers, 0, probes, people.dimension(), similarities);
                for (int i = 0; i < probes * rows; i++) {
                    best.offer(i / rows, done + i % rows, similarities[i]);
                }
                done += rows;
            }
            if (done == size) {
                Distribution nearest = new Distribution();
                for (int p = 0; p < probes; p++) {
                    nearest.add(best.similarity(p, 0));
                }
                figures.put("best non-mated of " + size, nearest.mean());
                figures.put("best non-mated of " + size + ", 99 %", nearest.quantile(0.99));
            }
        }
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
