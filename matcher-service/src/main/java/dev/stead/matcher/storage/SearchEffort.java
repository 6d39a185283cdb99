package dev.stead.matcher.storage;

/**
 * How certain the searches of a gallery must be: the agreement that is set, or more after an audit has found less. The index knows by its
 * calibration what an agreement takes; where that is wrong, asking for more makes up for it, and at last it is not asked at all. One writer
 * at a time, any number of readers.
 */
final class SearchEffort {
    /** Each asks for a hundredth of the differences: for half a deviation to one more. The last compares every template. */
    static final int MOST_STEPS = 5;

    private static final double PART = 0.01;

    private final double set;
    private volatile int steps;
    private volatile double agreement;

    SearchEffort(double set) {
        this.set = set;
        this.agreement = set;
    }

    /** The one that is set. */
    double set() {
        return set;
    }

    /** What to ask of the index now. */
    double agreement() {
        return agreement;
    }

    int steps() {
        return steps;
    }

    /** False if there is no more to ask for. */
    boolean raise() {
        if (agreement == 1) {
            return false;
        }
        to(steps + 1);
        return true;
    }

    void reset() {
        to(0);
    }

    private void to(int step) {
        steps = step;
        agreement = step == MOST_STEPS ? 1 : 1 - (1 - set) * Math.pow(PART, step);
    }

    @Override
    public String toString() {
        return "SearchEffort[" + set + ", raised " + steps + " times]";
    }
}
