package dev.stead.benchmarks.data;

import java.util.random.RandomGenerator;

/** The linear algebra that the generator needs, over plain arrays. */
final class DenseVectors {
    private DenseVectors() {}

    static float[] gaussian(RandomGenerator random, float[] deviation) {
        float[] vector = new float[deviation.length];
        addGaussian(vector, random, deviation, 1);
        return vector;
    }

    static void addGaussian(float[] vector, RandomGenerator random, float[] deviation, float strength) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] += strength * deviation[i] * (float) random.nextGaussian();
        }
    }

    static float[] scaled(float[] vector, double norm) {
        scale(vector, norm);
        return vector;
    }

    static void scale(float[] vector, double norm) {
        double squares = 0;
        for (float v : vector) {
            squares += (double) v * v;
        }
        scaleBy(vector, (float) (norm / Math.sqrt(squares)));
    }

    static void scaleBy(float[] vector, float factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    /** {@code sum += factor * matrix[from .. from + sum.length]}: a loop that the compiler makes into SIMD. */
    static void addRow(float[] sum, float[] matrix, int from, float factor) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(factor, matrix[from + i], sum[i]);
        }
    }

    /** A random orthonormal basis, by Gram and Schmidt (twice, for the sake of rounding): {@code rows} rows of {@code length}. */
    static float[] orthonormalRows(RandomGenerator random, int rows, int length) {
        double[][] basis = new double[rows][length];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < length; i++) {
                basis[r][i] = random.nextGaussian();
            }
            for (int other = 0; other < 2 * r; other++) {
                subtractProjection(basis[r], basis[other % r]);
            }
            double norm = Math.sqrt(dot(basis[r], basis[r]));
            for (int i = 0; i < length; i++) {
                basis[r][i] /= norm;
            }
        }
        float[] flat = new float[rows * length];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < length; i++) {
                flat[r * length + i] = (float) basis[r][i];
            }
        }
        return flat;
    }

    private static void subtractProjection(double[] vector, double[] unit) {
        double along = dot(vector, unit);
        for (int i = 0; i < vector.length; i++) {
            vector[i] -= along * unit[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
