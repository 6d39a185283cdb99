package dev.stead.matcher.index;

/**
 * How certain a search must be. An engine whose accuracy cannot be chosen ignores it.
 *
 * @param agreement the share of searches that must find what exact search finds first; in (0, 1), or 1 for an exhaustive search, as an
 *     audit wants it
 * @param margin whatever is within this of the best is found with the same certainty, for callers that need to know how far ahead the best
 *     one is; what is less similar than that may be missed
 * @param floor rows less similar than this need not be found at all; -1 for no such limit
 */
public record AccuracyTarget(double agreement, float margin, float floor) {
    /** Compares every row. */
    public static final AccuracyTarget EXHAUSTIVE = new AccuracyTarget(1, 2, -1);

    /** One search in 10,000 may differ from exact search. */
    public static final AccuracyTarget STANDARD = new AccuracyTarget(0.9999, 0.05f, -1);

    public AccuracyTarget {
        if (!(agreement > 0.5 && agreement <= 1)) {
            throw new IllegalArgumentException("an agreement must be over 0.5 and at most 1, not " + agreement);
        }
        if (!(margin >= 0 && margin <= 2 && floor >= -1 && floor <= 1)) {
            throw new IllegalArgumentException("a margin must be in [0, 2], and a floor in [-1, 1]");
        }
    }

    boolean hasFloor() {
        return floor > -1;
    }

    public boolean isExhaustive() {
        return agreement == 1;
    }
}
