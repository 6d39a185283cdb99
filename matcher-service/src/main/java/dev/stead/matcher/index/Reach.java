package dev.stead.matcher.index;

import org.jspecify.annotations.Nullable;

/** A calibration for one effort, as a table by similarity: computed when the effort changes, read at every partition. Not thread-safe. */
final class Reach {
    private static final int STEPS = 512;

    /** One row in three million is lost at this. */
    private static final float EXHAUSTIVE = 5;

    private final Calibration calibration;
    private final float[] least = new float[STEPS + 1];
    private @Nullable Effort effort;
    private float sketchDeviations;

    Reach(Calibration calibration) {
        this.calibration = calibration;
    }

    void fit(Effort asked) {
        if (asked.equals(effort)) {
            return;
        }
        effort = asked;
        sketchDeviations = asked.isExhaustive() ? EXHAUSTIVE : Calibration.sketchDeviations(asked.agreement());
        for (int i = 0; i <= STEPS; i++) {
            float similarity = 2f * i / STEPS - 1;
            least[i] = calibration.reach(similarity, calibration.deviations(similarity, asked.agreement()));
        }
    }

    /** The least mean that a partition must have to be worth reading, when something more similar than {@code sought} is looked for. */
    float of(float sought) {
        return least[Math.clamp((int) ((sought + 1) * (STEPS / 2)), 0, STEPS)];
    }

    /** How many standard deviations a sketch's estimate may fall short of the truth before a row is lost. */
    float sketchDeviations() {
        return sketchDeviations;
    }
}
