package dev.stead.matcher.index;

import java.util.Arrays;
import java.util.Random;

/**
 * Finds the {@link Space} of a gallery: the principal subspace of a sample of it, by orthogonal iteration (Golub and Van Loan, "Matrix
 * Computations", 8.2.4). Within its parts only the subspace matters, not its axes: the sketched components, the others of the head and the
 * tail are each rotated at random, so that every component carries as much as any other of its part.
 */
final class SpaceTrainer {
    /** A head has at most so many components, unless it has all of them. */
    private static final int MAX_HEAD = 256;

    /** With more than this in the tail its codes would lose precision: then the head has all components. */
    private static final double MAX_TAIL_ENERGY = 0.015;

    /** With less than this in the sketched components, too few rows would be ruled out by their sketches. */
    private static final double MIN_SKETCHED_ENERGY = 0.95;

    private static final int ITERATIONS = 12;
    private static final double MIN_REMAINDER = 1e-10;

    private final int dimension;
    private final Random random;

    SpaceTrainer(int dimension, long seed) {
        this.dimension = dimension;
        this.random = new Random(seed);
    }

    /** @param sample unit vectors, hundreds at least */
    Space train(float[][] sample) {
        double[][] covariance = covariance(sample);
        int widest = Math.min(dimension, MAX_HEAD);
        double[][] axes = gaussians(widest);
        orthonormalise(axes, new double[0][]);
        for (int i = 0; i < ITERATIONS; i++) {
            axes = multiply(axes, covariance);
            orthonormalise(axes, new double[0][]);
        }
        int head = narrowest(axes, covariance, 1 - MAX_TAIL_ENERGY);
        int sketched = Math.min(head, narrowest(axes, covariance, MIN_SKETCHED_ENERGY));
        double[][] inHead = Arrays.copyOf(axes, head);
        double tailEnergy = 1 - energy(inHead, covariance);
        if (head == widest && tailEnergy > MAX_TAIL_ENERGY && widest < dimension) {
            return allHead();
        }
        turn(inHead, 0, sketched);
        turn(inHead, sketched, head);
        orthonormalise(inHead, new double[0][]);
        double[][] tailBasis = gaussians(dimension - head);
        orthonormalise(tailBasis, inHead);
        return new Space(joined(inHead, tailBasis), head, Space.padded(sketched), (float) Math.max(0, tailEnergy));
    }

    private Space allHead() {
        double[][] basis = gaussians(dimension);
        orthonormalise(basis, new double[0][]);
        return new Space(joined(basis, new double[0][]), dimension, Space.padded(dimension), 0);
    }

    /** Rotates some of the axes among themselves. */
    private void turn(double[][] axes, int from, int to) {
        if (from < to) {
            double[][] turned = multiply(rotation(to - from), Arrays.copyOfRange(axes, from, to));
            System.arraycopy(turned, 0, axes, from, turned.length);
        }
    }

    /** How few of the greatest axes, in steps of a kernel, hold this share. */
    private int narrowest(double[][] axes, double[][] covariance, double share) {
        double held = 0;
        for (int i = 0; i < axes.length; i++) {
            held += energy(new double[][] {axes[i]}, covariance);
            if ((i + 1) % Kernels.STEP == 0 && held >= share) {
                return i + 1;
            }
        }
        return axes.length;
    }

    private double[][] covariance(float[][] sample) {
        double[][] sum = new double[dimension][dimension];
        for (float[] vector : sample) {
            for (int i = 0; i < dimension; i++) {
                double component = vector[i] / sample.length;
                double[] row = sum[i];
                for (int j = 0; j < dimension; j++) {
                    row[j] += component * vector[j];
                }
            }
        }
        return sum;
    }

    private double[][] gaussians(int rows) {
        double[][] all = new double[rows][dimension];
        for (double[] row : all) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return all;
    }

    private double[][] rotation(int size) {
        double[][] square = new double[size][size];
        for (double[] row : square) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        orthonormalise(square, new double[0][]);
        return square;
    }

    private static double energy(double[][] axes, double[][] covariance) {
        double sum = 0;
        for (double[] axis : axes) {
            sum += dot(multiply(new double[][] {axis}, covariance)[0], axis);
        }
        return sum;
    }

    private static double[][] multiply(double[][] left, double[][] right) {
        double[][] product = new double[left.length][right[0].length];
        for (int i = 0; i < left.length; i++) {
            double[] row = product[i];
            for (int k = 0; k < right.length; k++) {
                double factor = left[i][k];
                double[] other = right[k];
                for (int j = 0; j < row.length; j++) {
                    row[j] += factor * other[j];
                }
            }
        }
        return product;
    }

    /**
     * Gram-Schmidt, twice for each row: once leaves rounding errors that the second removes. A row of which nothing but such errors would
     * be left, as when the sample spans fewer dimensions, is drawn again.
     */
    private void orthonormalise(double[][] rows, double[][] fixed) {
        for (int i = 0; i < rows.length; i++) {
            double before = length(rows[i]);
            removeOthers(rows, i, fixed);
            while (!(length(rows[i]) > MIN_REMAINDER * before)) {
                Arrays.setAll(rows[i], k -> random.nextGaussian());
                before = length(rows[i]);
                removeOthers(rows, i, fixed);
            }
            normalise(rows[i]);
            removeOthers(rows, i, fixed);
            normalise(rows[i]);
        }
    }

    private static void removeOthers(double[][] rows, int i, double[][] fixed) {
        for (double[] other : fixed) {
            subtract(rows[i], other);
        }
        for (int j = 0; j < i; j++) {
            subtract(rows[i], rows[j]);
        }
    }

    private static void normalise(double[] row) {
        double length = length(row);
        for (int k = 0; k < row.length; k++) {
            row[k] /= length;
        }
    }

    private static double length(double[] row) {
        return Math.sqrt(dot(row, row));
    }

    private static void subtract(double[] row, double[] axis) {
        double along = dot(row, axis);
        for (int k = 0; k < row.length; k++) {
            row[k] -= along * axis[k];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static float[][] joined(double[][] first, double[][] second) {
        float[][] all = new float[first.length + second.length][];
        for (int i = 0; i < all.length; i++) {
            double[] row = i < first.length ? first[i] : second[i - first.length];
            float[] floats = new float[row.length];
            for (int j = 0; j < row.length; j++) {
                floats[j] = (float) row[j];
            }
            all[i] = floats;
        }
        return all;
    }
}
