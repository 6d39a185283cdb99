package dev.stead.payment.domain;

/**
 * One leg of a journal entry.
 *
 * @param account whose balance changes
 * @param pocket which balance
 * @param amount positive if it came in, negative if it went out; never zero
 */
public record Posting(AccountId account, Pocket pocket, Money amount) {
    /** Refuses a leg that moves nothing ({@code AMOUNT_INVALID}). */
    public Posting {
        if (amount.isZero()) {
            throw new PaymentException(PaymentError.AMOUNT_INVALID, "a posting must move something");
        }
    }
}
