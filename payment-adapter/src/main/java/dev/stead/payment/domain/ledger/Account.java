package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.Money;
import java.time.Instant;

/**
 * An account in one currency, with its two balances. What is held is set aside for movements under way and belongs to no other account:
 * the sum of both balances over all accounts of a currency is zero.
 *
 * @param owner has at most one account in a currency
 * @param available what can be spent; never negative, except for {@link Owner.World}
 * @param held never negative
 */
public record Account(AccountId id, Owner owner, Money available, Money held, Instant createTime) {
    /**
     * Does not refuse a bad balance, so that a check can read one.
     *
     * @throws PaymentException {@code CURRENCY_MISMATCH}
     */
    public Account {
        available.requireCurrencyOf(held);
    }

    /** A new, empty account. */
    public static Account open(AccountId id, Owner owner, String currencyCode, Instant now) {
        Money nothing = Money.zero(currencyCode);
        return new Account(id, owner, nothing, nothing, now);
    }

    public String currencyCode() {
        return available.currencyCode();
    }

    /** True if the available balance may be negative. */
    public boolean mayBeNegative() {
        return owner instanceof Owner.World;
    }
}
