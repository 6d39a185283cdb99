package dev.stead.benchmarks.data;

import java.util.Arrays;

/**
 * The variances along the principal components of a set of vectors, largest first: the eigenvalues of their covariance, by
 * Householder's reduction to a tridiagonal matrix and bisection with Sturm's count of the eigenvalues under a number (Golub
 * and Van Loan, Matrix Computations, section 8.4). Eigenvectors are not needed.
 */
final class PrincipalComponents {
    private final double[] variances;

    PrincipalComponents(float[] vectors, int dimension) {
        double[][] matrix = covariance(vectors, dimension);
        double[] diagonal = new double[dimension];
        double[] beside = new double[dimension];
        tridiagonal(matrix, diagonal, beside);
        variances = eigenvalues(diagonal, beside);
    }

    /** Number of components that hold this share of the variance. */
    int holding(double share) {
        double total = Arrays.stream(variances).sum();
        double sum = 0;
        int count = 0;
        while (count < variances.length && sum < share * total) {
            sum += variances[count];
            count++;
        }
        return count;
    }

    /** The participation ratio: how many components of equal variance would spread the cosines as much. */
    double participation() {
        double sum = 0;
        double squares = 0;
        for (double variance : variances) {
            sum += variance;
            squares += variance * variance;
        }
        return sum * sum / squares;
    }

    private static double[][] covariance(float[] vectors, int dimension) {
        int count = vectors.length / dimension;
        double[] mean = new double[dimension];
        for (int i = 0; i < vectors.length; i++) {
            mean[i % dimension] += vectors[i] / (double) count;
        }
        double[][] covariance = new double[dimension][dimension];
        double[] centred = new double[dimension];
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < dimension; i++) {
                centred[i] = vectors[v * dimension + i] - mean[i];
            }
            for (int i = 0; i < dimension; i++) {
                addScaled(covariance[i], centred, centred[i] / count);
            }
        }
        return covariance;
    }

    private static void tridiagonal(double[][] a, double[] diagonal, double[] beside) {
        int n = diagonal.length;
        for (int k = 0; k < n - 2; k++) {
            double[] v = new double[n];
            System.arraycopy(a[k], k + 1, v, k + 1, n - k - 1);
            double norm = Math.sqrt(dot(v, v));
            double alpha = v[k + 1] > 0 ? -norm : norm;
            v[k + 1] -= alpha;
            double square = dot(v, v);
            beside[k] = alpha;
            if (square > 0) {
                reflect(a, v, 2 / square, k + 1);
            }
        }
        for (int i = 0; i < n; i++) {
            diagonal[i] = a[i][i];
        }
        if (n > 1) {
            beside[n - 2] = a[n - 2][n - 1];
        }
    }

    /** {@code A := H A H} with {@code H = I - beta v v'}, on rows and columns from {@code from} on. */
    private static void reflect(double[][] a, double[] v, double beta, int from) {
        int n = v.length;
        double[] p = new double[n];
        for (int i = from; i < n; i++) {
            p[i] = beta * dot(a[i], v);
        }
        addScaled(p, v, -beta / 2 * dot(p, v));
        for (int i = from; i < n; i++) {
            addScaled(a[i], p, -v[i]);
            addScaled(a[i], v, -p[i]);
        }
    }

    private static double[] eigenvalues(double[] diagonal, double[] beside) {
        int n = diagonal.length;
        double bound = 0;
        for (int i = 0; i < n; i++) {
            double around = Math.abs(beside[i]) + (i > 0 ? Math.abs(beside[i - 1]) : 0);
            bound = Math.max(bound, Math.abs(diagonal[i]) + around);
        }
        double[] values = new double[n];
        for (int k = 0; k < n; k++) {
            double low = -bound;
            double high = bound;
            while (high - low > 1e-9 * bound) {
                double middle = (low + high) / 2;
                if (under(middle, diagonal, beside) > n - 1 - k) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            values[k] = Math.max(0, (low + high) / 2);
        }
        return values;
    }

    private static int under(double x, double[] diagonal, double[] beside) {
        int count = 0;
        double q = 1;
        for (int i = 0; i < diagonal.length; i++) {
            double square = i == 0 ? 0 : beside[i - 1] * beside[i - 1];
            q = diagonal[i] - x - square / q;
            if (q == 0) {
                q = 1e-300;
            }
            if (q < 0) {
                count++;
            }
        }
        return count;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void addScaled(double[] sum, double[] vector, double factor) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * vector[i];
        }
    }
}
