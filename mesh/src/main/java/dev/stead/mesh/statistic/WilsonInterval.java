package dev.stead.mesh.statistic;

/**
 * Where a share lies of which some events were seen, with a probability of 95 %: the score interval of Wilson (1927).
 *
 * @param low its lower end: 0 if no event was seen
 * @param high its upper end: 1 if every trial was an event, and before the first trial
 */
public record WilsonInterval(double low, double high) {
    /** The quantile of the normal distribution at 0.975. */
    private static final double Z = 1.959964;

    /**
     * Of independent trials. Trials that are alike count as fewer: both numbers divided by their design effect.
     *
     * @throws IllegalArgumentException if there are more events than trials, or fewer than none
     */
    public static WilsonInterval of(double events, double trials) {
        if (!(events >= 0 && events <= trials)) {
            throw new IllegalArgumentException("there cannot be " + events + " events in " + trials + " trials");
        }
        return new WilsonInterval(
                events == 0 ? 0 : end(events / trials, trials, -1),
                events == trials ? 1 : end(events / trials, trials, 1));
    }

    private static double end(double share, double trials, int sign) {
        double middle = share + Z * Z / (2 * trials);
        double half = Z * Math.sqrt((share * (1 - share) + Z * Z / (4 * trials)) / trials);
        return (middle + sign * half) / (1 + Z * Z / trials);
    }
}
