package dev.stead.mesh.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrenciesInUseTest {
    @ParameterizedTest
    @ValueSource(strings = {"EUR", "USD", "CHF", "JPY", "KWD", "CLP", "VES", "XOF", "XPF", "MRU", "SLE"})
    void aCountrysOwnCurrencyIsInUse(String code) {
        assertThat(CurrenciesInUse.contains(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DEM", "HRK", "VEF", "ZWL", "MRO", "CHE", "CLF", "USN", "XAU", "XDR", "XXX", "eur", "EURO", ""})
    void whatWasReplacedOrIsNoMoneyIsNot(String code) {
        assertThat(CurrenciesInUse.contains(code)).isFalse();
    }
}
