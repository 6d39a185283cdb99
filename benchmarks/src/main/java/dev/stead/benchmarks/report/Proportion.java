package dev.stead.benchmarks.report;

import dev.stead.mesh.statistic.WilsonInterval;
import java.util.Collection;

/**
 * How often something happened.
 *
 * @param events of so many
 * @param effect how many times larger the variance is than that of as many independent trials: at least 1
 */
public record Proportion(long events, long trials, double effect) {
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

    /** The lower end of Wilson's interval for 95 per cent; 0 of no trials. */
    public double low() {
        return interval().low();
    }

    /** The upper end of it; 1 of no trials. */
    public double high() {
        return interval().high();
    }

    private WilsonInterval interval() {
        return WilsonInterval.of(events / effect, trials / effect);
    }
}
