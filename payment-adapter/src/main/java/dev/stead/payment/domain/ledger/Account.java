package dev.stead.payment.domain.ledger;

import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.domain.Money;
import java.time.Instant;

/**
 * An account in one currency, with its two balances. What is held was set aside for movements under way and is part of no other
 * account: the sum of both over all accounts of a currency is zero.
 *
 * @param id unique
 * @param owner one account an owner and currency
 * @param available what is there to be spent; never negative, but for {@link Owner.World}
 * @param held what is held; never negative
 * @param createTime when it was opened
 */
public record Account(AccountId id, Owner owner, Money available, Money held, Instant createTime) {
    /** Refuses two currencies ({@code CURRENCY_MISMATCH}). Balances are not judged here: {@link BalanceCheck} reads bad ones too. */
    public Account {
        available.requireCurrencyOf(held);
    }

    /** A new, empty account. */
    public static Account open(AccountId id, Owner owner, String currencyCode, Instant now) {
        Money nothing = Money.zero(currencyCode);
        return new Account(id, owner, nothing, nothing, now);
    }

    /** The account's currency. */
    public String currencyCode() {
        return available.currencyCode();
    }

    /** True if its available balance may go below zero. */
    public boolean mayBeNegative() {
        return owner instanceof Owner.World;
    }
}
