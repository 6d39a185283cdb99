package dev.stead.matcher.index;

import java.util.Arrays;
import java.util.Random;

/**
 * A hierarchical navigable small world over the means of the partitions (Malkov and Yashunin, "Efficient and robust approximate nearest
 * neighbor search using Hierarchical Navigable Small World graphs", 2016): finds the partition where a vector belongs by looking at a few
 * hundred means instead of thousands. Few means are all looked at. Means do not change, so it is built once. Where groups of means
 * lie apart, the paper's rule keeps links within a group only: so each mean also links to some anywhere, and one that is not found by itself
 * gets a link from the nearest that is.
 *
 * <p>Immutable after the build. Thread-safe; each walk brings its own memory.
 */
final class CentroidGraph {
    private static final int DEGREE = 16;
    private static final int GROUND_DEGREE = 2 * DEGREE;
    private static final int BUILD_WIDTH = 96;

    /** So few are compared sooner than walked over. */
    private static final int FEW = 512;

    /** Links of each mean to any others. */
    private static final int AFAR = 8;

    /** How wide a walk must find each mean by itself. */
    private static final int CHECK_WIDTH = 16;

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
        links = new int[count > FEW ? layers : 0][count][];
        if (links.length > 0) {
            build(levels);
            linkAfar(random);
            linkUnreachable();
        }
    }

    private void build(int[] levels) {
        int count = centroids.count();
        var walk = new SearchFrontier(BUILD_WIDTH);
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

    /** Links to anywhere: without them a walk that came down in the wrong group stays there. */
    private void linkAfar(Random random) {
        for (int node = 0; node < centroids.count(); node++) {
            int[] near = links[0][node];
            int[] all = Arrays.copyOf(near, near.length + AFAR);
            for (int i = near.length; i < all.length; i++) {
                all[i] = random.nextInt(centroids.count());
            }
            links[0][node] = all;
        }
    }

    private void linkUnreachable() {
        var walk = new SearchFrontier(CHECK_WIDTH);
        float[] mean = new float[centroids.head()];
        for (int node = 0; node < centroids.count(); node++) {
            centroids.decode(node, mean);
            nearest(mean, walk);
            // An equal mean is as good.
            if (centroids.closeness(kernels, mean, node) > walk.closeness(0)) {
                int[] theirs = links[0][walk.node(0)];
                int[] more = Arrays.copyOf(theirs, theirs.length + 1);
                more[theirs.length] = node;
                links[0][walk.node(0)] = more;
            }
        }
    }

    /** The partitions where a head belongs best, into the walk. */
    void nearest(float[] rotated, SearchFrontier walk) {
        if (links.length == 0) {
            walk.begin(0);
            for (int node = 0; node < centroids.count(); node++) {
                walk.offer(node, closeness(rotated, node));
            }
            return;
        }
        int node = entry;
        for (int layer = top; layer > 0; layer--) {
            node = greedily(rotated, node, layer);
        }
        walk(rotated, node, 0, walk);
    }

    private int greedily(float[] rotated, int from, int layer) {
        int node = from;
        float closeness = closeness(rotated, node);
        for (boolean moved = true; moved; ) {
            moved = false;
            for (int neighbour : links[layer][node]) {
                float other = closeness(rotated, neighbour);
                if (other > closeness) {
                    closeness = other;
                    node = neighbour;
                    moved = true;
                }
            }
        }
        return node;
    }

    private void walk(float[] rotated, int from, int layer, SearchFrontier walk) {
        walk.begin(centroids.count());
        walk.meet(from);
        walk.offer(from, closeness(rotated, from));
        for (int node = walk.expandNext(); node >= 0; node = walk.expandNext()) {
            for (int neighbour : links[layer][node]) {
                if (walk.meet(neighbour)) {
                    walk.offer(neighbour, closeness(rotated, neighbour));
                }
            }
        }
    }

    private float closeness(float[] rotated, int centroid) {
        return centroids.closeness(kernels, rotated, centroid);
    }

    private void insert(int node, int level, float[] mean, SearchFrontier walk) {
        int nearest = entry;
        for (int layer = top; layer > level; layer--) {
            nearest = greedily(mean, nearest, layer);
        }
        for (int layer = level; layer > top; layer--) {
            links[layer][node] = new int[0];
        }
        float[] other = new float[mean.length];
        for (int layer = Math.min(level, top); layer >= 0; layer--) {
            walk(mean, nearest, layer, walk);
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
        var sorted = new SearchFrontier(nodes.length);
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
