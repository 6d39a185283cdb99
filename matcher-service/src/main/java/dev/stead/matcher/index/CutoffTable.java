package dev.stead.matcher.index;

import org.jspecify.annotations.Nullable;

/** A calibration for one effort, as a table by similarity: computed when the effort changes, read at every partition. Not thread-safe. */
final class CutoffTable {
    private static final int STEPS = 512;

    /** One row in three million is lost at this. */
    private static final float EXHAUSTIVE = 5;

    private final Calibration calibration;
    private final float[] least = new float[STEPS + 1];
    private @Nullable AccuracyTarget effort;
    private float leastForNobody;
    private float sketchDeviations;

    CutoffTable(Calibration calibration) {
        this.calibration = calibration;
    }

    void fit(AccuracyTarget asked) {
        if (asked.equals(effort)) {
            return;
        }
        effort = asked;
        sketchDeviations = asked.isExhaustive() ? EXHAUSTIVE : calibration.sketchDeviations(asked.agreement());
        for (int i = 0; i <= STEPS; i++) {
            float best = 2f * i / STEPS - 1;
            float sought = Math.max(best - asked.margin(), asked.floor());
            least[i] = calibration.reach(sought, calibration.deviations(sought, asked.agreement()));
        }
        leastForNobody = asked.hasFloor()
                ? calibration.reach(asked.floor(), calibration.deviations(-1, asked.agreement()))
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
