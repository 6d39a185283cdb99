package dev.stead.matcher.index;

/**
 * The memory of one walk over a graph at a time: the nearest nodes met so far, nearest first, and which nodes were met. Used again without
 * clearing. Not thread-safe.
 */
final class SearchFrontier {
    private final int[] nodes;
    private final float[] closeness;
    private final boolean[] expanded;
    private int[] metIn = {};
    private int round;
    private int count;

    /** @param width how many of the nearest are kept */
    SearchFrontier(int width) {
        nodes = new int[width];
        closeness = new float[width];
        expanded = new boolean[width];
    }

    void begin(int graphSize) {
        if (metIn.length < graphSize) {
            metIn = new int[graphSize];
            round = 0;
        }
        round++;
        count = 0;
    }

    int count() {
        return count;
    }

    int node(int rank) {
        return nodes[rank];
    }

    float closeness(int rank) {
        return closeness[rank];
    }

    /** False if the node was met before. */
    boolean meet(int node) {
        if (metIn[node] == round) {
            return false;
        }
        metIn[node] = round;
        return true;
    }

    /** Keeps a node if it is near enough. */
    void offer(int node, float how) {
        if (count == nodes.length && how <= closeness[count - 1]) {
            return;
        }
        int at = count < nodes.length ? count++ : count - 1;
        for (; at > 0 && closeness[at - 1] < how; at--) {
            nodes[at] = nodes[at - 1];
            closeness[at] = closeness[at - 1];
            expanded[at] = expanded[at - 1];
        }
        nodes[at] = node;
        closeness[at] = how;
        expanded[at] = false;
    }

    /** The nearest node whose neighbours were not looked at yet, which they are now; -1 if there is none. */
    int expandNext() {
        for (int i = 0; i < count; i++) {
            if (!expanded[i]) {
                expanded[i] = true;
                return nodes[i];
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "Walk[" + count + " of " + nodes.length + "]";
    }
}
