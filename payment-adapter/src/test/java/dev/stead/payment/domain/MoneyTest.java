package dev.stead.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static void assertRefused(PaymentError error, ThrowingCallable call) {
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @Test
    void sumsAreExact() {
        Money most = new Money("EUR", Long.MAX_VALUE - 1);

        assertThat(most.plus(new Money("EUR", 1)).minorUnits()).isEqualTo(Long.MAX_VALUE);
        assertThat(most.minus(most)).isEqualTo(Money.zero("EUR"));
    }

    @Test
    void overflowIsRefused() {
        Money most = new Money("EUR", Long.MAX_VALUE);
        Money least = new Money("EUR", Long.MIN_VALUE);

        assertRefused(PaymentError.AMOUNT_OVERFLOW, () -> most.plus(new Money("EUR", 1)));
        assertRefused(PaymentError.AMOUNT_OVERFLOW, () -> least.minus(new Money("EUR", 1)));
        assertRefused(PaymentError.AMOUNT_OVERFLOW, least::negated);
    }

    @Test
    void currenciesDoNotMix() {
        Money euro = new Money("EUR", 1);
        Money yen = new Money("JPY", 1);

        assertRefused(PaymentError.CURRENCY_MISMATCH, () -> euro.plus(yen));
        assertRefused(PaymentError.CURRENCY_MISMATCH, () -> euro.minus(yen));
        assertRefused(PaymentError.CURRENCY_MISMATCH, () -> euro.isMoreThan(yen));
    }

    @Test
    void peopleReadAmountsInTheCurrencysOwnUnit() {
        assertThat(new Money("CHF", 1_000)).hasToString("10.00 CHF");
        assertThat(new Money("EUR", -5)).hasToString("-0.05 EUR");
        assertThat(new Money("JPY", 1_250)).hasToString("1250 JPY");
        assertThat(new Money("KWD", 1_250)).hasToString("1.250 KWD");
        assertThat(new Money("EUR", Long.MIN_VALUE)).hasToString("-92233720368547758.08 EUR");
        assertThat(Money.format("EUR", BigInteger.TEN.pow(20))).isEqualTo("1000000000000000000.00 EUR");
    }

    @Test
    void fingerprintsKeepTheirMinorUnits() {
        assertThat(new Money("CHF", 1_000).canonical()).isEqualTo("CHF 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eur", "EURO", "EU", "XXX", "XAU", "XTS", "ABC", "€", "E R"})
    void whatIsNoCurrencyIsRefused(String code) {
        assertRefused(PaymentError.CURRENCY_UNKNOWN, () -> new Money(code, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void amountToMoveMustBeMoreThanZero(long minorUnits) {
        assertRefused(PaymentError.AMOUNT_INVALID, () -> new Money("EUR", minorUnits).requirePositive());
    }

    @Test
    void oneMinorUnitIsEnoughToMove() {
        assertThat(new Money("EUR", 1).requirePositive()).isEqualTo(new Money("EUR", 1));
    }

    @Test
    void zeroIsNeitherNegativeNorMoreThanZero() {
        Money zero = Money.zero("EUR");

        assertThat(zero.isZero()).isTrue();
        assertThat(zero.isNegative()).isFalse();
        assertThat(zero.isMoreThan(zero)).isFalse();
        assertThat(new Money("EUR", 1).isZero()).isFalse();
        assertThat(new Money("EUR", 1).isMoreThan(zero)).isTrue();
        assertThat(new Money("EUR", -1).isNegative()).isTrue();
        assertThat(new Money("EUR", 5).negated()).isEqualTo(new Money("EUR", -5));
    }
}
