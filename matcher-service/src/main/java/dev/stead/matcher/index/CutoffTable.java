package dev.stead.matcher.index;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Calibration} says for one accuracy target, as a table by similarity: computed when the target changes, read at every
 * partition. Not thread-safe.
 */
final class CutoffTable {
    private static final int STEPS = 512;

    /** One row in three million is lost at this. */
    private static final float EXHAUSTIVE = 5;

    private final Calibration calibration;
    private final float[] least = new float[STEPS + 1];
    private @Nullable AccuracyTarget target;
    private float leastForNobody;
    private float sketchDeviations;

    CutoffTable(Calibration calibration) {
        this.calibration = calibration;
    }

    void fit(AccuracyTarget wanted) {
        if (wanted.equals(target)) {
            return;
        }
        target = wanted;
        sketchDeviations = wanted.isExhaustive() ? EXHAUSTIVE : calibration.sketchDeviations(wanted.agreement());
        for (int i = 0; i <= STEPS; i++) {
            float best = 2f * i / STEPS - 1;
            float sought = Math.max(best - wanted.margin(), wanted.floor());
            least[i] = calibration.cutoff(sought, calibration.deviations(sought, wanted.agreement()));
        }
        leastForNobody = wanted.hasFloor()
                ? calibration.cutoff(wanted.floor(), calibration.deviations(-1, wanted.agreement()))
                : Float.NEGATIVE_INFINITY;
    }

    /** The least mean that a partition must have to be worth reading, when the best row so far has this similarity. */
    float after(float best) {
        return least[Math.clamp((int) ((best + 1) * (STEPS / 2)), 0, STEPS)];
    }

    /** The same while nobody was found: whoever is sought may still be anywhere down to the floor. */
    float afterNobody() {
        return leastForNobody;
    }

    /** How many standard deviations a sketch's estimate may fall short of the truth before a row is lost. */
    float sketchDeviations() {
        return sketchDeviations;
    }
}
