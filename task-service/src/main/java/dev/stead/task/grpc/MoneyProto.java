package dev.stead.task.grpc;

import dev.stead.task.domain.Money;

/** Money on the wire. */
final class MoneyProto {
    private MoneyProto() {}

    static Money read(dev.stead.type.v1.Money money) {
        return new Money(money.getCurrencyCode(), money.getMinorUnits());
    }

    static dev.stead.type.v1.Money write(Money money) {
        return dev.stead.type.v1.Money.newBuilder()
                .setCurrencyCode(money.currencyCode())
                .setMinorUnits(money.minorUnits())
                .build();
    }
}
