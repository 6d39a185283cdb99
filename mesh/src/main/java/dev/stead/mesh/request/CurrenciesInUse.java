package dev.stead.mesh.request;

import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The currencies that somebody can pay in today: those of ISO 4217 that are a country's own. The JDK also knows the codes of currencies
 * that were replaced, such as DEM and HRK, of funds, such as CHE, and of metals, such as XAU; no provider takes them.
 *
 * <p>A currency that a country changes to or from is known when the JDK's data is: keep the JDK up to date.
 */
public final class CurrenciesInUse {
    private static final Set<String> CODES = Arrays.stream(Locale.getISOCountries())
            .map(country -> Currency.getInstance(Locale.of("", country)))
            .filter(Objects::nonNull)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private CurrenciesInUse() {}

    /** Whether somebody can pay in it; false for whatever is no code. */
    public static boolean contains(String code) {
        return CODES.contains(code);
    }
}
