package dev.stead.benchmarks.report;

import java.util.Collection;

/**
 * How often something happened.
 *
 * @param events of so many
 * @param effect how many times larger the variance is than that of as many independent trials: at least 1
 */
public record Proportion(long events, long trials, double effect) {
    /** Of the normal distribution, for 95 per cent. */
    private static final double Z = 1.959964;

    public Proportion {
        if (events < 0 || events > trials || effect < 1) {
            throw new IllegalArgumentException(events + " events in " + trials + " trials");
        }
    }

    /** Of independent trials. */
    public static Proportion of(long events, long trials) {
        return new Proportion(events, trials, 1);
    }

    /** The events and trials of one person, who is in many trials. */
    public record Cluster(long events, long trials) {}

    /** Of trials that are alike if they are of one person (Kish's design effect). */
    public static Proportion of(Collection<Cluster> people) {
        long events = people.stream().mapToLong(Cluster::events).sum();
        long trials = people.stream().mapToLong(Cluster::trials).sum();
        if (people.size() < 2 || events == 0 || events == trials) {
            return of(events, trials);
        }
        double share = (double) events / trials;
        double squares = people.stream()
                .mapToDouble(one -> Math.pow(one.events - share * one.trials, 2))
                .sum();
        double variance = squares * people.size() / (people.size() - 1);
        return new Proportion(events, trials, Math.max(1, variance / (trials * share * (1 - share))));
    }

    /** NaN of no trials. */
    public double share() {
        return (double) events / trials;
    }

    /** The lower end of Wilson's interval (1927) for 95 per cent; 0 of no trials. */
    public double low() {
        return events == 0 ? 0 : end(-1);
    }

    /** The upper end of it; 1 of no trials. */
    public double high() {
        return events == trials ? 1 : end(1);
    }

    private double end(int sign) {
        double independent = trials / effect;
        double share = share();
        double middle = share + Z * Z / (2 * independent);
        double half = Z * Math.sqrt((share * (1 - share) + Z * Z / (4 * independent)) / independent);
        return (middle + sign * half) / (1 + Z * Z / independent);
    }
}
