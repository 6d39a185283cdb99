package dev.stead.matcher.domain.audit;

/**
 * How many of some audited searches agreed with exact search. The interval of the share is Wilson's, of 95 %.
 *
 * @param searches that were audited
 * @param same those of them that agreed
 */
public record SearchAgreement(int searches, int same) {
    static final SearchAgreement NONE = new SearchAgreement(0, 0);

    /** The quantile of the normal distribution at 0.975. */
    private static final double Z = 1.959964;

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
        return same == 0 ? 0 : centre() - halfWidth();
    }

    /** The upper end of the interval; 1 before the first audit. */
    public double most() {
        return same == searches ? 1 : centre() + halfWidth();
    }

    /** Whether so few agreed that the share behind them is smaller than this one. */
    public boolean fallsShortOf(double wanted) {
        return searches - same >= LEAST_DIFFERENT && most() < wanted;
    }

    private double centre() {
        return (share() + Z * Z / (2 * searches)) / widening();
    }

    private double halfWidth() {
        double variance = share() * (1 - share()) / searches + Z * Z / (4.0 * searches * searches);
        return Z * Math.sqrt(variance) / widening();
    }

    private double widening() {
        return 1 + Z * Z / searches;
    }

    @Override
    public String toString() {
        return same + " of " + searches;
    }
}
