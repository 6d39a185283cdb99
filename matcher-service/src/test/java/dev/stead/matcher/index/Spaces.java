package dev.stead.matcher.index;

import java.util.Random;

/** Spaces for tests. */
final class Spaces {
    private Spaces() {}

    /** The coordinates as they are: the first so many are the head. */
    static Space plain(int dimension, int head) {
        float[][] basis = new float[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            basis[i][i] = 1;
        }
        return new Space(basis, head, Space.padded(head), 1f - (float) head / dimension);
    }

    /** A vector in a space's coordinates. */
    static float[] rotated(Space space, float[] vector) {
        float[] rotated = new float[space.head() + space.tail()];
        space.rotateHead(Kernels.best(), vector, rotated);
        space.rotateTail(Kernels.best(), vector, rotated);
        return rotated;
    }

    /** A random unit vector in a space's coordinates. */
    static float[] unit(Space space, Random random) {
        return rotated(space, Galleries.FULL_RANK.vector(random, space.dimension()));
    }

    /** Means of random unit vectors' heads, as a clustering makes them. */
    static Centroids centroids(int count, int head, Random random) {
        float[] means = new float[count * head];
        for (int c = 0; c < count; c++) {
            System.arraycopy(Galleries.LOW_RANK.vector(random, head), 0, means, c * head, head);
        }
        return new Centroids(means, head);
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
