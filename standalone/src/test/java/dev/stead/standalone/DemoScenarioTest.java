package dev.stead.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.type.v1.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoScenarioTest {
    @ParameterizedTest
    @CsvSource({"EUR, 1205, 12.05 EUR", "EUR, -1205, -12.05 EUR", "JPY, 1205, 1205 JPY", "KWD, 1205, 1.205 KWD"})
    void amountsHaveTheDecimalsOfTheirCurrency(String currency, long minorUnits, String text) {
        Money money = Money.newBuilder()
                .setCurrencyCode(currency)
                .setMinorUnits(minorUnits)
                .build();
        assertThat(DemoScenario.format(money)).isEqualTo(text);
    }
}
