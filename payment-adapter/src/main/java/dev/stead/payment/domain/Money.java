package dev.stead.payment.domain;

import static dev.stead.payment.domain.PaymentError.AMOUNT_INVALID;
import static dev.stead.payment.domain.PaymentError.AMOUNT_OVERFLOW;
import static dev.stead.payment.domain.PaymentError.CURRENCY_MISMATCH;
import static dev.stead.payment.domain.PaymentError.CURRENCY_UNKNOWN;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An exact amount in one currency. Signed, because postings are; arithmetic is exact and refuses to overflow or to mix currencies.
 *
 * @param currencyCode ISO 4217, three capital letters
 * @param minorUnits in the currency's minor unit: 1250 for 12.50 EUR
 */
public record Money(String currencyCode, long minorUnits) {
    // Codes without a minor unit (gold, testing, "no currency") are no money to pay with.
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** Refuses a currency that ISO 4217 does not know ({@code CURRENCY_UNKNOWN}). */
    public Money {
        if (!CURRENCIES.contains(currencyCode)) {
            throw new PaymentException(CURRENCY_UNKNOWN, "the currency is not a code of ISO 4217, such as EUR");
        }
    }

    /** Nothing, in a currency. */
    public static Money zero(String currencyCode) {
        return new Money(currencyCode, 0);
    }

    /** The exact sum; {@code AMOUNT_OVERFLOW} if it does not fit, {@code CURRENCY_MISMATCH} if the currencies differ. */
    public Money plus(Money other) {
        requireCurrencyOf(other);
        try {
            return new Money(currencyCode, Math.addExact(minorUnits, other.minorUnits));
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    /** The exact difference; errors as {@link #plus}. */
    public Money minus(Money other) {
        requireCurrencyOf(other);
        try {
            return new Money(currencyCode, Math.subtractExact(minorUnits, other.minorUnits));
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    /** The same amount the other way. */
    public Money negated() {
        return zero(currencyCode).minus(this);
    }

    /** True if it is more than {@code other}, in the same currency. */
    public boolean isMoreThan(Money other) {
        requireCurrencyOf(other);
        return minorUnits > other.minorUnits;
    }

    /** True if it is zero. */
    public boolean isZero() {
        return minorUnits == 0;
    }

    /** True if it is below zero. */
    public boolean isNegative() {
        return minorUnits < 0;
    }

    /** This, if it is more than zero; otherwise {@code AMOUNT_INVALID}. */
    public Money requirePositive() {
        if (minorUnits <= 0) {
            throw new PaymentException(AMOUNT_INVALID, "the amount must be more than zero");
        }
        return this;
    }

    /** Refuses another currency than that of {@code other} ({@code CURRENCY_MISMATCH}). */
    public void requireCurrencyOf(Money other) {
        if (!currencyCode.equals(other.currencyCode)) {
            throw new PaymentException(
                    CURRENCY_MISMATCH, "the currencies " + currencyCode + " and " + other.currencyCode + " differ");
        }
    }

    /** The amount in a request's canonical form; kept forever, so it never changes. */
    public String canonical() {
        return currencyCode + " " + minorUnits;
    }

    private static PaymentException overflow() {
        return new PaymentException(AMOUNT_OVERFLOW, "the amount does not fit 64 bits");
    }

    @Override
    public String toString() {
        return minorUnits + " " + currencyCode;
    }
}
