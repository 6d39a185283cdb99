package dev.stead.terminal.pad;

import dev.stead.mesh.statistic.WilsonInterval;
import java.util.Locale;

/** How many of so many presentations were classified wrongly. */
record ErrorRate(int errors, int presentations) {
    ErrorRate {
        if (errors < 0 || errors > presentations || presentations < 1) {
            throw new IllegalArgumentException(errors + " errors in " + presentations + " presentations");
        }
    }

    double share() {
        return (double) errors / presentations;
    }

    /** The lower end of Wilson's interval for 95 per cent. */
    double low() {
        return WilsonInterval.of(errors, presentations).low();
    }

    double high() {
        return WilsonInterval.of(errors, presentations).high();
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
