package dev.stead.task.contract;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.TaskException;

/** Money as messages of the contract. */
public final class MoneyProto {
    private MoneyProto() {}

    /** @throws TaskException {@code CURRENCY_UNKNOWN}, {@code MONEY_INVALID} */
    public static Money read(dev.stead.type.v1.Money money) {
        return new Money(money.getCurrencyCode(), money.getMinorUnits()).requireInUse();
    }

    public static dev.stead.type.v1.Money write(Money money) {
        return dev.stead.type.v1.Money.newBuilder()
                .setCurrencyCode(money.currencyCode())
                .setMinorUnits(money.minorUnits())
                .build();
    }
}
