package dev.stead.matcher.index;

import java.util.Arrays;
import java.util.Random;

/**
 * A hierarchical navigable small world over the means of the partitions (Malkov and Yashunin, "Efficient and robust approximate nearest
 * neighbor search using Hierarchical Navigable Small World graphs", 2016): finds the partition where a vector belongs by comparing a few
 * hundred means instead of thousands; up to {@value #FEW} means are all compared. Means do not change, so the graph is built once. Where
 * groups of means lie far apart, the paper's rule makes links within groups only: so each mean also gets some random links, and a mean that
 * a search for itself does not find gets a link from the nearest one found.
 *
 * <p>Immutable after the build. Thread-safe: each search brings its own {@link SearchFrontier}.
 */
final class CentroidGraph {
    private static final int DEGREE = 16;
    private static final int GROUND_DEGREE = 2 * DEGREE;
    private static final int BUILD_WIDTH = 96;

    /** Comparing so few costs less than searching a graph of them. */
    private static final int FEW = 512;

    /** Per mean. */
    private static final int RANDOM_LINKS = 8;

    /** A search of this width must find each mean when searched for itself. */
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
            addRandomLinks(random);
            linkUnreachable();
        }
    }

    private void build(int[] levels) {
        int count = centroids.count();
        var frontier = new SearchFrontier(BUILD_WIDTH);
        float[] mean = new float[centroids.head()];
        top = levels[0];
        for (int layer = 0; layer <= top; layer++) {
            links[layer][0] = new int[0];
        }
        for (int node = 1; node < count; node++) {
            centroids.decode(node, mean);
            insert(node, levels[node], mean, frontier);
        }
    }

    /** Without these a search that descended into the wrong group stays there. */
    private void addRandomLinks(Random random) {
        for (int node = 0; node < centroids.count(); node++) {
            int[] near = links[0][node];
            int[] all = Arrays.copyOf(near, near.length + RANDOM_LINKS);
            for (int i = near.length; i < all.length; i++) {
                all[i] = random.nextInt(centroids.count());
            }
            links[0][node] = all;
        }
    }

    private void linkUnreachable() {
        var frontier = new SearchFrontier(CHECK_WIDTH);
        float[] mean = new float[centroids.head()];
        for (int node = 0; node < centroids.count(); node++) {
            centroids.decode(node, mean);
            nearest(mean, frontier);
            // An equal mean is as good.
            if (centroids.closeness(kernels, mean, node) > frontier.closeness(0)) {
                int[] theirs = links[0][frontier.node(0)];
                int[] more = Arrays.copyOf(theirs, theirs.length + 1);
                more[theirs.length] = node;
                links[0][frontier.node(0)] = more;
            }
        }
    }

    /** Fills the frontier with the partitions whose means are nearest to a head. */
    void nearest(float[] rotated, SearchFrontier frontier) {
        if (links.length == 0) {
            frontier.begin(0);
            for (int node = 0; node < centroids.count(); node++) {
                frontier.offer(node, closeness(rotated, node));
            }
            return;
        }
        int node = entry;
        for (int layer = top; layer > 0; layer--) {
            node = searchGreedily(rotated, node, layer);
        }
        searchLayer(rotated, node, 0, frontier);
    }

    private int searchGreedily(float[] rotated, int from, int layer) {
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

    private void searchLayer(float[] rotated, int from, int layer, SearchFrontier frontier) {
        frontier.begin(centroids.count());
        frontier.visit(from);
        frontier.offer(from, closeness(rotated, from));
        for (int node = frontier.expandNext(); node >= 0; node = frontier.expandNext()) {
            for (int neighbour : links[layer][node]) {
                if (frontier.visit(neighbour)) {
                    frontier.offer(neighbour, closeness(rotated, neighbour));
                }
            }
        }
    }

    private float closeness(float[] rotated, int centroid) {
        return centroids.closeness(kernels, rotated, centroid);
    }

    private void insert(int node, int level, float[] mean, SearchFrontier frontier) {
        int nearest = entry;
        for (int layer = top; layer > level; layer--) {
            nearest = searchGreedily(mean, nearest, layer);
        }
        for (int layer = level; layer > top; layer--) {
            links[layer][node] = new int[0];
        }
        float[] other = new float[mean.length];
        for (int layer = Math.min(level, top); layer >= 0; layer--) {
            searchLayer(mean, nearest, layer, frontier);
            nearest = frontier.node(0);
            int[] chosen = new int[frontier.count()];
            Arrays.setAll(chosen, frontier::node);
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

    /** Of the candidates, nearest first, those nearer to the node than to any kept before: links in all directions. */
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
