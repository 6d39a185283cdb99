package dev.stead.matcher.index;

/**
 * What a search found: parallel arrays that the caller owns and may reuse for the next search. Not thread-safe.
 *
 * <p>Ordered by similarity, greatest first; of equal ones the smaller ordinal first, so that all engines give the same answer.
 */
public final class Neighbours {
    private final int[] ordinals;
    private final float[] similarities;
    private int count;
    private long epoch;

    public Neighbours(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is less than 1");
        }
        ordinals = new int[capacity];
        similarities = new float[capacity];
    }

    public int capacity() {
        return ordinals.length;
    }

    public int count() {
        return count;
    }

    /** The search saw every change up to this one. */
    public long epoch() {
        return epoch;
    }

    public int ordinal(int rank) {
        return ordinals[checked(rank)];
    }

    public float similarity(int rank) {
        return similarities[checked(rank)];
    }

    void begin(long atEpoch) {
        count = 0;
        epoch = atEpoch;
    }

    /** Insertion into a sorted array: for the few dozen of a candidate list cheaper than a heap, and it never allocates. */
    void offer(int ordinal, float similarity) {
        int last = ordinals.length - 1;
        if (count > last && !before(similarity, ordinal, last)) {
            return;
        }
        int at = count > last ? last : count++;
        while (at > 0 && before(similarity, ordinal, at - 1)) {
            ordinals[at] = ordinals[at - 1];
            similarities[at] = similarities[at - 1];
            at--;
        }
        ordinals[at] = ordinal;
        similarities[at] = similarity;
    }

    boolean contains(int ordinal) {
        for (int rank = 0; rank < count; rank++) {
            if (ordinals[rank] == ordinal) {
                return true;
            }
        }
        return false;
    }

    private boolean before(float similarity, int ordinal, int rank) {
        return similarity > similarities[rank] || (similarity == similarities[rank] && ordinal < ordinals[rank]);
    }

    private int checked(int rank) {
        if (rank >= count) {
            throw new IndexOutOfBoundsException("rank " + rank + " of " + count);
        }
        return rank;
    }

    @Override
    public String toString() {
        return "Neighbours[" + count + " of at most " + ordinals.length + "]";
    }
}
