package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.Identifier;
import dev.stead.payment.domain.PaymentError;

/**
 * An account's id.
 *
 * @param value 1 to 64 of {@code [A-Za-z0-9._-]}
 */
public record AccountId(String value) implements Comparable<AccountId> {
    private static final String WORLD = "world.";

    /** Refuses another shape ({@code ACCOUNT_ID_INVALID}). */
    public AccountId {
        Identifier.require(value, PaymentError.ACCOUNT_ID_INVALID, "the account id");
    }

    /** The account that stands for everything outside of the ledger, one a currency. */
    public static AccountId world(String currencyCode) {
        return new AccountId(WORLD + currencyCode);
    }

    /** True if only the ledger itself may open it. */
    public boolean isReserved() {
        return value.startsWith(WORLD);
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
