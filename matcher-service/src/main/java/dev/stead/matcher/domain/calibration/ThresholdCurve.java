package dev.stead.matcher.domain.calibration;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The threshold for each number of compared subjects, for one FPIR. Between two sizes it rises with the logarithm of the size; beyond the
 * greatest by the slope of the last decade or so. It never falls with the size. Immutable.
 */
public final class ThresholdCurve {
    /** Beyond the greatest size the slope is that from a size at most a fifth of it: of two near ones the error would be extrapolated. */
    private static final int SPAN = 5;

    private final NavigableMap<Integer, Float> bySize = new TreeMap<>();

    /** @param bySize at least one threshold, by ring size */
    public ThresholdCurve(Map<Integer, Float> bySize) {
        float reached = 0;
        for (Map.Entry<Integer, Float> one : new TreeMap<>(bySize).entrySet()) {
            float threshold = one.getValue();
            if (one.getKey() < 1 || !(threshold > 0 && threshold <= 1)) {
                throw new IllegalArgumentException("a ring size must be at least 1, and a threshold in (0, 1]");
            }
            reached = Math.max(reached, threshold);
            this.bySize.put(one.getKey(), reached);
        }
        if (bySize.isEmpty()) {
            throw new IllegalArgumentException("a curve must have a threshold");
        }
    }

    /** The same threshold for every size. */
    public static ThresholdCurve flat(float threshold) {
        return new ThresholdCurve(Map.of(1, threshold));
    }

    /** The threshold when a probe is compared with so many subjects; 0 counts as 1. */
    public float at(long subjects) {
        int size = Math.clamp(subjects, 1, Integer.MAX_VALUE);
        Map.Entry<Integer, Float> below = bySize.floorEntry(size);
        Map.Entry<Integer, Float> above = bySize.ceilingEntry(size);
        if (below == null) {
            return bySize.firstEntry().getValue();
        }
        if (above != null) {
            return between(below, above, size);
        }
        Map.Entry<Integer, Float> earlier = bySize.floorEntry(below.getKey() / SPAN);
        return earlier == null ? below.getValue() : Math.min(1, between(earlier, below, size));
    }

    private static float between(Map.Entry<Integer, Float> one, Map.Entry<Integer, Float> other, int size) {
        if (one.getKey().equals(other.getKey())) {
            return one.getValue();
        }
        double way = Math.log((double) size / one.getKey()) / Math.log((double) other.getKey() / one.getKey());
        return (float) (one.getValue() + way * (other.getValue() - one.getValue()));
    }

    /** The thresholds that it goes through, by ring size. */
    public Map<Integer, Float> points() {
        return Map.copyOf(bySize);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ThresholdCurve curve && curve.bySize.equals(bySize);
    }

    @Override
    public int hashCode() {
        return bySize.hashCode();
    }

    @Override
    public String toString() {
        return "ThresholdCurve" + bySize;
    }
}
