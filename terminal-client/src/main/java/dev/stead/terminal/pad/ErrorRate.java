package dev.stead.terminal.pad;

import java.util.Locale;

/** How many of so many presentations were classified wrongly. */
record ErrorRate(int errors, int presentations) {
    /** Of the normal distribution, for 95 per cent. */
    private static final double Z = 1.959964;

    ErrorRate {
        if (errors < 0 || errors > presentations || presentations < 1) {
            throw new IllegalArgumentException(errors + " errors in " + presentations + " presentations");
        }
    }

    double share() {
        return (double) errors / presentations;
    }

    /** The lower end of Wilson's interval (1927) for 95 per cent. */
    double low() {
        return errors == 0 ? 0 : end(-1);
    }

    double high() {
        return errors == presentations ? 1 : end(1);
    }

    private double end(int sign) {
        double share = share();
        double middle = share + Z * Z / (2 * presentations);
        double half = Z * Math.sqrt((share * (1 - share) + Z * Z / (4 * presentations)) / presentations);
        return (middle + sign * half) / (1 + Z * Z / presentations);
    }

    /** Such as {@code 3 of 39, 7.7 %, 2.7 to 20.3 %}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d of %d, %.1f %%, %.1f to %.1f %%",
                errors,
                presentations,
                100 * share(),
                100 * low(),
                100 * high());
    }
}
