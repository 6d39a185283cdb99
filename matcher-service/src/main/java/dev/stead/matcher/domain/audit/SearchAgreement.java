package dev.stead.matcher.domain.audit;

import dev.stead.mesh.statistic.WilsonInterval;

/**
 * How many of some audited searches agreed with exact search. The interval of the share is Wilson's, of 95 %.
 *
 * @param searches that were audited
 * @param same those of them that agreed
 */
public record SearchAgreement(int searches, int same) {
    static final SearchAgreement NONE = new SearchAgreement(0, 0);

    /** Of a share as near to 1 as is usually wanted, one or two in a few hundred searches are no evidence, whatever the interval says. */
    private static final int LEAST_DIFFERENT = 3;

    public SearchAgreement {
        if (same < 0 || same > searches) {
            throw new IllegalArgumentException("of " + searches + " searches, " + same + " cannot have agreed");
        }
    }

    /** Not a number before the first audit. */
    public double share() {
        return (double) same / searches;
    }

    /** The lower end of the interval; 0 before the first audit. */
    public double least() {
        return WilsonInterval.of(same, searches).low();
    }

    /** The upper end of the interval; 1 before the first audit. */
    public double most() {
        return WilsonInterval.of(same, searches).high();
    }

    /** Whether so few agreed that the share behind them is smaller than this one. */
    public boolean fallsShortOf(double wanted) {
        return searches - same >= LEAST_DIFFERENT && most() < wanted;
    }

    @Override
    public String toString() {
        return same + " of " + searches;
    }
}
