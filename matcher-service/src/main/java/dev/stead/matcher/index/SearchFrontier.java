package dev.stead.matcher.index;

/**
 * The state of one graph search: the nearest nodes found so far, nearest first, and the nodes visited. Reused without clearing. Not
 * thread-safe.
 */
final class SearchFrontier {
    private final int[] nodes;
    private final float[] closeness;
    private final boolean[] expanded;
    private int[] visitedIn = {};
    private int round;
    private int count;

    /** @param width how many of the nearest are kept */
    SearchFrontier(int width) {
        nodes = new int[width];
        closeness = new float[width];
        expanded = new boolean[width];
    }

    void begin(int graphSize) {
        if (visitedIn.length < graphSize) {
            visitedIn = new int[graphSize];
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

    /** Marks a node as visited; false if it was already. */
    boolean visit(int node) {
        if (visitedIn[node] == round) {
            return false;
        }
        visitedIn[node] = round;
        return true;
    }

    /** Keeps a node if it is among the nearest so far. */
    void offer(int node, float value) {
        if (count == nodes.length && value <= closeness[count - 1]) {
            return;
        }
        int at = count < nodes.length ? count++ : count - 1;
        for (; at > 0 && closeness[at - 1] < value; at--) {
            nodes[at] = nodes[at - 1];
            closeness[at] = closeness[at - 1];
            expanded[at] = expanded[at - 1];
        }
        nodes[at] = node;
        closeness[at] = value;
        expanded[at] = false;
    }

    /** The nearest node not yet expanded, which it now is; -1 if there is none. */
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
        return "SearchFrontier[" + count + " of " + nodes.length + "]";
    }
}
