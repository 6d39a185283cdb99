package dev.stead.matcher.index;

import org.jspecify.annotations.Nullable;

/** A calibration for one effort, as a table by similarity: computed when the effort changes, read at every partition. Not thread-safe. */
final class Reach {
    private static final int STEPS = 512;

    /** One row in three million is lost at this. */
    private static final float EXHAUSTIVE = 5;

    /**
     * With so few partitions every search may be one of the doubtful: measured, 0.998 was kept of 0.999 at 10,000 rows. To be surer costs
     * some microseconds there.
     */
    private static final int FEW_PARTITIONS = 64;

    private final Calibration calibration;
    /** The share of searches that depend on the quantile. */
    private final double doubtful;

    private final float[] least = new float[STEPS + 1];
    private @Nullable Effort effort;
    private float leastForNobody;
    private float sketchDeviations;

    Reach(Calibration calibration, int partitions) {
        this.calibration = calibration;
        doubtful = Math.max(Calibration.DOUBTFUL, Math.min(1, (double) FEW_PARTITIONS / partitions));
    }

    void fit(Effort asked) {
        if (asked.equals(effort)) {
            return;
        }
        effort = asked;
        double agreement = 1 - (1 - asked.agreement()) * Calibration.DOUBTFUL / doubtful;
        sketchDeviations = asked.isExhaustive() ? EXHAUSTIVE : Calibration.sketchDeviations(agreement);
        for (int i = 0; i <= STEPS; i++) {
            float best = 2f * i / STEPS - 1;
            float sought = Math.max(best - asked.margin(), asked.floor());
            least[i] = calibration.reach(sought, calibration.deviations(sought, agreement));
        }
        leastForNobody = asked.hasFloor()
                ? calibration.reach(asked.floor(), calibration.deviations(-1, agreement))
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
