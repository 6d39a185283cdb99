package dev.stead.payment.domain;

import static dev.stead.payment.domain.PaymentError.AMOUNT_INVALID;
import static dev.stead.payment.domain.PaymentError.AMOUNT_OVERFLOW;
import static dev.stead.payment.domain.PaymentError.CURRENCY_MISMATCH;
import static dev.stead.payment.domain.PaymentError.CURRENCY_UNKNOWN;

import java.math.BigDecimal;
import java.math.BigInteger;
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
    // One cannot pay with codes that have no minor unit: gold, testing, "no currency".
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** @throws PaymentException {@code CURRENCY_UNKNOWN} */
    public Money {
        if (!CURRENCIES.contains(currencyCode)) {
            throw new PaymentException(CURRENCY_UNKNOWN, "the currency must be a code of ISO 4217, such as EUR");
        }
    }

    public static Money zero(String currencyCode) {
        return new Money(currencyCode, 0);
    }

    /**
     * The exact sum.
     *
     * @throws PaymentException {@code AMOUNT_OVERFLOW} beyond 64 bits, {@code CURRENCY_MISMATCH}
     */
    public Money plus(Money other) {
        requireCurrencyOf(other);
        try {
            return new Money(currencyCode, Math.addExact(minorUnits, other.minorUnits));
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    /**
     * The exact difference.
     *
     * @throws PaymentException as {@link #plus}
     */
    public Money minus(Money other) {
        requireCurrencyOf(other);
        try {
            return new Money(currencyCode, Math.subtractExact(minorUnits, other.minorUnits));
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    /** The same amount with the other sign. */
    public Money negated() {
        return zero(currencyCode).minus(this);
    }

    /** @throws PaymentException {@code CURRENCY_MISMATCH} */
    public boolean isMoreThan(Money other) {
        requireCurrencyOf(other);
        return minorUnits > other.minorUnits;
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    public boolean isNegative() {
        return minorUnits < 0;
    }

    /**
     * This amount.
     *
     * @throws PaymentException {@code AMOUNT_INVALID} unless it is more than zero
     */
    public Money requirePositive() {
        if (minorUnits <= 0) {
            throw new PaymentException(AMOUNT_INVALID, "the amount must be more than zero");
        }
        return this;
    }

    /** @throws PaymentException {@code CURRENCY_MISMATCH} */
    public void requireCurrencyOf(Money other) {
        if (!currencyCode.equals(other.currencyCode)) {
            throw new PaymentException(
                    CURRENCY_MISMATCH, "the currencies " + currencyCode + " and " + other.currencyCode + " differ");
        }
    }

    /** The amount as fingerprints of requests contain it. They are stored forever, so this never changes. */
    public String canonical() {
        return currencyCode + " " + minorUnits;
    }

    private static PaymentException overflow() {
        return new PaymentException(AMOUNT_OVERFLOW, "the amount does not fit 64 bits");
    }

    /** An amount for people, in the currency's own unit: 12.50 EUR, 1250 JPY, 1.250 KWD. It may be a sum beyond 64 bits. */
    public static String format(String currencyCode, BigInteger minorUnits) {
        int digits = Currency.getInstance(currencyCode).getDefaultFractionDigits();
        return new BigDecimal(minorUnits, digits).toPlainString() + " " + currencyCode;
    }

    /** As {@link #format}. */
    @Override
    public String toString() {
        return format(currencyCode, BigInteger.valueOf(minorUnits));
    }
}
