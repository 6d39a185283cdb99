package dev.stead.matcher.index;

import java.util.Random;

/**
 * Finds the means of the partitions: k-means (Lloyd, 1982) on a sample of the rows, a few rounds. More rounds or rows make the partitions
 * only a little rounder, and searches hardly faster.
 */
final class Clustering {
    /** Per partition: enough rows that reading one is sequential, few enough that a search leaves most partitions unread. */
    private static final int ROWS_PER_PARTITION = 256;

    private static final int SAMPLES_PER_PARTITION = 40;
    /** Width of the graph search that finds a row's partition. */
    static final int ASSIGNMENT_WIDTH = 12;

    private static final int ROUNDS = 6;

    private final VectorRows rows;
    private final Kernels kernels;
    private final Random random;

    Clustering(VectorRows rows, Kernels kernels, Random random) {
        this.rows = rows;
        this.kernels = kernels;
        this.random = random;
    }

    /** How many partitions a gallery of so many rows gets. */
    static int partitionsFor(int size) {
        return Math.max(8, size / ROWS_PER_PARTITION);
    }

    /** @param live ordinals that were live a moment ago, in any order, which is changed; some may have been erased since */
    Centroids train(int[] live, int count) {
        int head = rows.space().head();
        float[] rotated = new float[head + rows.space().tail()];
        int[] sample = new int[Math.min(live.length, count * SAMPLES_PER_PARTITION)];
        for (int i = 0; i < sample.length; i++) {
            // A partial Fisher-Yates shuffle: a sample without repetition.
            int j = i + random.nextInt(live.length - i);
            int taken = live[j];
            live[j] = live[i];
            live[i] = taken;
            sample[i] = taken;
        }
        float[] means = new float[count * head];
        for (int c = 0; c < count; c++) {
            if (rows.read(sample[c % sample.length], rotated)) {
                System.arraycopy(rotated, 0, means, c * head, head);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            var centroids = new Centroids(means, head);
            means = moved(centroids, new CentroidGraph(centroids, kernels, random), sample, rotated);
        }
        return new Centroids(means, head);
    }

    private float[] moved(Centroids centroids, CentroidGraph graph, int[] sample, float[] rotated) {
        var frontier = new SearchFrontier(ASSIGNMENT_WIDTH);
        int head = centroids.head();
        float[] sums = new float[centroids.count() * head];
        int[] counts = new int[centroids.count()];
        for (int ordinal : sample) {
            if (rows.read(ordinal, rotated)) {
                graph.nearest(rotated, frontier);
                int nearest = frontier.node(0);
                counts[nearest]++;
                for (int i = 0; i < head; i++) {
                    sums[nearest * head + i] += rotated[i];
                }
            }
        }
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0 && rows.read(sample[random.nextInt(sample.length)], rotated)) {
                System.arraycopy(rotated, 0, sums, c * head, head);
            }
            for (int i = 0; i < head; i++) {
                sums[c * head + i] /= Math.max(1, counts[c]);
            }
        }
        return sums;
    }
}
