package dev.stead.task.domain;

import dev.stead.mesh.request.CurrenciesInUse;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * An exact amount of money, never negative: minor units of an ISO 4217 currency (1250 is 12.50 EUR and 1250 JPY).
 *
 * @param currencyCode three capital letters
 * @param minorUnits 0 or more
 */
public record Money(String currencyCode, long minorUnits) {
    public Money {
        Require.that(
                isCurrency(currencyCode),
                TaskError.CURRENCY_UNKNOWN,
                "currency_code must be an ISO 4217 code of three capital letters, such as EUR");
        Require.that(minorUnits >= 0, TaskError.MONEY_INVALID, "minor_units must not be negative; it is " + minorUnits);
    }

    /** @throws TaskException {@code MONEY_INVALID} if the currencies differ or the sum does not fit into 64 bits */
    public Money plus(Money other) {
        Require.that(
                currencyCode.equals(other.currencyCode),
                TaskError.MONEY_INVALID,
                "cannot add " + other.currencyCode + " to " + currencyCode);
        try {
            return new Money(currencyCode, Math.addExact(minorUnits, other.minorUnits));
        } catch (ArithmeticException overflow) {
            throw new TaskException(TaskError.MONEY_INVALID, "the sum is more than 64 bits can hold");
        }
    }

    /**
     * This amount. Stored ones are not checked: an earlier version took them.
     *
     * @throws TaskException {@code CURRENCY_UNKNOWN} for codes that nobody can pay in, such as XAU (gold) and DEM (replaced)
     */
    public Money requireInUse() {
        Require.that(
                CurrenciesInUse.contains(currencyCode),
                TaskError.CURRENCY_UNKNOWN,
                "currency_code must be of a currency that is in use, such as EUR; nobody can pay in " + currencyCode);
        return this;
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    /** In the same currency and not more. */
    public boolean isWithin(Money limit) {
        return currencyCode.equals(limit.currencyCode) && minorUnits <= limit.minorUnits;
    }

    /** For people, such as {@code 12.50 EUR}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(minorUnits, Math.max(digits(), 0)).toPlainString() + " " + currencyCode;
    }

    /** Decimals of the minor unit; -1 for none. */
    private int digits() {
        return Currency.getInstance(currencyCode).getDefaultFractionDigits();
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code) != null;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }
}
