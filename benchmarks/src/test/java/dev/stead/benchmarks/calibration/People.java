package dev.stead.benchmarks.calibration;

import dev.stead.benchmarks.data.Population;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** People of one kind of data: one sample each, by number. */
interface People {
    int DIMENSION = 512;

    float[] sample(long person);

    /** As {@link Population}: fitted to real faces. */
    static People realistic(long seed) {
        var population = new Population(DIMENSION, seed);
        return person -> population.sample(person, 0);
    }

    /** In 200 families, the largest of them a hundred times as large as the smallest; two of one family are alike. */
    static People families(long seed) {
        float[][] centres = new float[200][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = gaussian(new SplittableRandom(seed * 1_000 + i), 60);
        }
        return person -> {
            RandomGenerator random = random(seed, person);
            int family = (int) (centres.length * Math.pow(random.nextDouble(), 2));
            float[] own = gaussian(random, 60);
            for (int i = 0; i < own.length; i++) {
                own[i] = 0.8f * own[i] + 0.55f * centres[family][i];
            }
            return own;
        };
    }

    /** Some lean far, with a heavy tail, towards one of 20 types, whom they then all resemble. */
    static People heavyTailed(long seed) {
        float[][] types = new float[20][];
        for (int i = 0; i < types.length; i++) {
            types[i] = gaussian(new SplittableRandom(seed * 1_000 + i), 100);
        }
        return person -> {
            RandomGenerator random = random(seed, person);
            float[] own = gaussian(random, 100);
            float[] type = types[random.nextInt(types.length)];
            // Pareto: one in a thousand leans ten times as far as the least.
            float lean = (float) Math.min(1.2, 0.12 * Math.pow(1 - random.nextDouble(), -1 / 3.0));
            for (int i = 0; i < own.length; i++) {
                own[i] += lean * type[i];
            }
            return own;
        };
    }

    /** Seeds that are multiples of the generator's own step would give each person the numbers of the one before. */
    private static RandomGenerator random(long seed, long person) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ new SplittableRandom(person).nextLong());
    }

    private static float[] gaussian(RandomGenerator random, int rank) {
        float[] values = new float[DIMENSION];
        for (int i = 0; i < rank; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(rank));
        }
        return values;
    }
}
