package dev.stead.benchmarks.data;

import java.util.random.RandomGenerator;

/** The traits that people share: for each, a table of values that are met equally often. */
final class Traits {
    private final float[][][] tables;

    Traits(RandomGenerator random, float[] deviation) {
        int count = Constants.TRAIT_VALUES.length;
        tables = new float[count][][];
        for (int t = 0; t < count; t++) {
            tables[t] = table(random, deviation, Constants.TRAIT_VALUES[t]);
            for (float[] value : tables[t]) {
                DenseVectors.scaleBy(value, (float) Math.sqrt(Constants.TRAIT_VARIANCE[t]));
            }
        }
    }

    /** Adds a random value of every trait. */
    void addTo(float[] person, RandomGenerator random) {
        for (float[][] table : tables) {
            DenseVectors.addRow(person, table[random.nextInt(table.length)], 0, 1);
        }
    }

    private static float[][] table(RandomGenerator random, float[] deviation, int values) {
        float[][] table = new float[values][];
        float[] mean = new float[deviation.length];
        for (int v = 0; v < table.length; v++) {
            table[v] = DenseVectors.scaled(DenseVectors.gaussian(random, deviation), 1);
            DenseVectors.addRow(mean, table[v], 0, 1F / values);
        }
        // Without this every trait would move the mean of all people.
        for (float[] value : table) {
            DenseVectors.addRow(value, mean, 0, -1);
        }
        return table;
    }
}
