package dev.stead.matcher.index;

import java.util.Arrays;

/** The ordinals that a search may return. Immutable; takes four bytes per member, and if they are many a bit set for {@link #contains}. */
public final class Ordinals {
    /** Up to so many are found by bisection: a bit set is as large as the greatest of them. */
    private static final int FEW = 1_024;

    private static final Ordinals ALL = new Ordinals(new int[0], new long[0], true);

    private final int[] members;
    private final long[] bits;
    private final boolean all;

    private Ordinals(int[] members, long[] bits, boolean all) {
        this.members = members;
        this.bits = bits;
        this.all = all;
    }

    /** Every ordinal. */
    public static Ordinals all() {
        return ALL;
    }

    public static Ordinals of(int... ordinals) {
        int[] members = Arrays.stream(ordinals).sorted().distinct().toArray();
        if (members.length == 0) {
            return new Ordinals(members, new long[0], false);
        }
        if (members[0] < 0) {
            throw new IllegalArgumentException("negative ordinal");
        }
        if (members.length <= FEW) {
            return new Ordinals(members, new long[0], false);
        }
        long[] bits = new long[(members[members.length - 1] >>> 6) + 1];
        for (int ordinal : members) {
            bits[ordinal >>> 6] |= 1L << ordinal;
        }
        return new Ordinals(members, bits, false);
    }

    public boolean isAll() {
        return all;
    }

    public boolean contains(int ordinal) {
        if (bits.length == 0) {
            return all || Arrays.binarySearch(members, ordinal) >= 0;
        }
        int word = ordinal >>> 6;
        return word < bits.length && (bits[word] & (1L << ordinal)) != 0;
    }

    /** Whether so few are allowed that comparing each is cheapest. */
    boolean isFewerThan(int most) {
        return !all && members.length < most;
    }

    /** How many are allowed; meaningless for {@link #all()}. */
    int cardinality() {
        return members.length;
    }

    int member(int i) {
        return members[i];
    }

    @Override
    public String toString() {
        return all ? "Ordinals[all]" : "Ordinals[" + members.length + "]";
    }
}
