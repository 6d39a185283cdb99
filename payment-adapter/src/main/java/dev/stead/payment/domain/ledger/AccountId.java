package dev.stead.payment.domain.ledger;

import dev.stead.mesh.request.ExternalId;
import dev.stead.payment.domain.PaymentError;

/**
 * An account's id.
 *
 * @param value 1 to 64 of {@code [A-Za-z0-9._-]}
 */
public record AccountId(String value) implements Comparable<AccountId> {
    private static final String WORLD = "world.";

    /** @throws PaymentException {@code ACCOUNT_ID_INVALID} */
    public AccountId {
        PaymentError.ACCOUNT_ID_INVALID.unless(ExternalId.isValid(value), "the account id must be " + ExternalId.RULE);
    }

    /** The account of everything outside of the ledger, one for each currency. */
    public static AccountId world(String currencyCode) {
        return new AccountId(WORLD + currencyCode);
    }

    /** True if only the ledger itself may open an account with this id. */
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
