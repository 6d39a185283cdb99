package dev.stead.matcher.index;

import java.util.Arrays;
import java.util.Random;

/**
 * A hierarchical navigable small world over the means of the partitions (Malkov and Yashunin, "Efficient and robust approximate nearest
 * neighbor search using Hierarchical Navigable Small World graphs", 2016): finds the partitions nearest to a vector by looking at a few
 * hundred means instead of thousands. Means do not change, so it is built once and has no repair.
 *
 * <p>Immutable after the build. Thread-safe; each walk brings its own memory.
 */
final class CentroidGraph {
    private static final int DEGREE = 16;
    private static final int GROUND_DEGREE = 2 * DEGREE;
    private static final int BUILD_WIDTH = 96;

    private final Centroids centroids;
    private final Kernels kernels;
    /** {@code links[layer][node]}: the neighbours, or null where the node does not reach the layer. */
    private final int[][][] links;

    private int entry;
    private int top;

    CentroidGraph(Centroids centroids, Kernels kernels, Random random) {
        this.centroids = centroids;
        this.kernels = kernels;
        int count = centroids.count();
        int[] levels = new int[count];
        int layers = 1;
        for (int node = 0; node < count; node++) {
            levels[node] = (int) (-Math.log(1 - random.nextDouble()) / Math.log(DEGREE));
            layers = Math.max(layers, levels[node] + 1);
        }
        links = new int[layers][count][];
        var walk = new Walk(BUILD_WIDTH);
        float[] mean = new float[centroids.head()];
        top = levels[0];
        for (int layer = 0; layer <= top; layer++) {
            links[layer][0] = new int[0];
        }
        for (int node = 1; node < count; node++) {
            centroids.decode(node, mean);
            insert(node, levels[node], mean, walk);
        }
    }

    /**
     * The nearest partitions of a head, into the walk.
     *
     * @param average by inner product, which is the average similarity of the partition's rows; else by Euclidean distance, which says
     *     where the head belongs
     */
    void nearest(float[] rotated, boolean average, Walk walk) {
        int node = entry;
        for (int layer = top; layer > 0; layer--) {
            node = greedily(rotated, average, node, layer);
        }
        walk(rotated, average, node, 0, walk);
    }

    private int greedily(float[] rotated, boolean average, int from, int layer) {
        int node = from;
        float closeness = closeness(rotated, average, node);
        for (boolean moved = true; moved; ) {
            moved = false;
            for (int neighbour : links[layer][node]) {
                float other = closeness(rotated, average, neighbour);
                if (other > closeness) {
                    closeness = other;
                    node = neighbour;
                    moved = true;
                }
            }
        }
        return node;
    }

    private void walk(float[] rotated, boolean average, int from, int layer, Walk walk) {
        walk.begin(centroids.count());
        walk.meet(from);
        walk.offer(from, closeness(rotated, average, from));
        for (int node = walk.expandNext(); node >= 0; node = walk.expandNext()) {
            for (int neighbour : links[layer][node]) {
                if (walk.meet(neighbour)) {
                    walk.offer(neighbour, closeness(rotated, average, neighbour));
                }
            }
        }
    }

    private float closeness(float[] rotated, boolean average, int centroid) {
        return average
                ? centroids.similarity(kernels, rotated, centroid)
                : centroids.closeness(kernels, rotated, centroid);
    }

    private void insert(int node, int level, float[] mean, Walk walk) {
        int nearest = entry;
        for (int layer = top; layer > level; layer--) {
            nearest = greedily(mean, false, nearest, layer);
        }
        for (int layer = level; layer > top; layer--) {
            links[layer][node] = new int[0];
        }
        float[] other = new float[mean.length];
        for (int layer = Math.min(level, top); layer >= 0; layer--) {
            walk(mean, false, nearest, layer, walk);
            nearest = walk.node(0);
            int[] chosen = new int[walk.count()];
            Arrays.setAll(chosen, walk::node);
            links[layer][node] = diverse(mean, chosen, DEGREE);
            for (int neighbour : links[layer][node]) {
                int[] theirs = links[layer][neighbour];
                int[] more = Arrays.copyOf(theirs, theirs.length + 1);
                more[theirs.length] = node;
                if (more.length > (layer == 0 ? GROUND_DEGREE : DEGREE)) {
                    centroids.decode(neighbour, other);
                    more = diverse(other, nearestFirst(other, more), layer == 0 ? GROUND_DEGREE : DEGREE);
                }
                links[layer][neighbour] = more;
            }
        }
        if (level > top) {
            top = level;
            entry = node;
        }
    }

    /** Of candidates, nearest first, those that are nearer to the node than to any that was kept before: links in all directions. */
    private int[] diverse(float[] mean, int[] candidates, int most) {
        int[] kept = new int[most];
        int count = 0;
        float[] candidate = new float[mean.length];
        for (int i = 0; i < candidates.length && count < most; i++) {
            centroids.decode(candidates[i], candidate);
            float toNode = distance(mean, candidate);
            boolean apart = true;
            for (int k = 0; k < count && apart; k++) {
                // |candidate - kept|^2, from the closeness of the candidate to the kept mean.
                float toKept = dot(candidate, candidate) - 2 * centroids.closeness(kernels, candidate, kept[k]);
                apart = toNode < toKept;
            }
            if (apart) {
                kept[count++] = candidates[i];
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private int[] nearestFirst(float[] mean, int[] nodes) {
        var sorted = new Walk(nodes.length);
        for (int node : nodes) {
            sorted.offer(node, centroids.closeness(kernels, mean, node));
        }
        int[] ordered = new int[nodes.length];
        Arrays.setAll(ordered, sorted::node);
        return ordered;
    }

    private static float distance(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
