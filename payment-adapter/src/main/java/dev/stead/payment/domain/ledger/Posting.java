package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;

/**
 * One leg of a journal entry.
 *
 * @param account whose balance changes
 * @param pocket which balance
 * @param amount positive if it came in, negative if it went out; never zero
 */
public record Posting(AccountId account, BalanceKind pocket, Money amount) {
    /** Refuses a leg that moves nothing ({@code AMOUNT_INVALID}). */
    public Posting {
        if (amount.isZero()) {
            throw new PaymentException(PaymentError.AMOUNT_INVALID, "a posting must move something");
        }
    }
}
