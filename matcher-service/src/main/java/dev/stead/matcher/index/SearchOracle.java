package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;

/**
 * What a search should have found: compares a probe with vectors one by one, a piece of the index at a time. What an engine uses to leave
 * vectors out (partitions, sketches, a calibration) is not asked, so this finds what that has lost. Not thread-safe; other searches and
 * changes go on between the pieces and beside them.
 */
public final class SearchOracle {
    /** Every engine compares each of so few. */
    public static final int PIECE = 1_000;

    private final VectorIndex index;
    private final MemorySegment probe;
    private final Neighbours found;
    private final Neighbours inPiece;

    /** @param limit how many are found */
    public SearchOracle(VectorIndex index, MemorySegment probe, int limit) {
        this.index = index;
        this.probe = probe;
        this.found = new Neighbours(limit);
        this.inPiece = new Neighbours(limit);
    }

    /** @param ordinals at most {@value #PIECE}, of which none was compared before */
    public void compare(int... ordinals) {
        if (ordinals.length > PIECE) {
            throw new IllegalArgumentException("a piece has at most " + PIECE + " ordinals, not " + ordinals.length);
        }
        index.search(probe, Ordinals.of(ordinals), AccuracyTarget.EXHAUSTIVE, inPiece);
        for (int rank = 0; rank < inPiece.count(); rank++) {
            found.offer(inPiece.ordinal(rank), inPiece.similarity(rank));
        }
    }

    /** The most similar of all that were compared. */
    public Neighbours found() {
        return found;
    }

    @Override
    public String toString() {
        return "SearchOracle[" + index + "]";
    }
}
