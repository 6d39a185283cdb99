package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;

/**
 * One leg of a journal entry.
 *
 * @param amount positive if it came in, negative if it went out; never zero
 */
public record Posting(AccountId account, BalanceKind balanceKind, Money amount) {
    /** @throws PaymentException {@code AMOUNT_INVALID} if it is zero */
    public Posting {
        if (amount.isZero()) {
            throw new PaymentException(PaymentError.AMOUNT_INVALID, "the amount of a posting must not be zero");
        }
    }
}
