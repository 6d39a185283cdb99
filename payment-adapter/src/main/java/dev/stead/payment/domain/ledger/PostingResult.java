package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;

/** What came of posting to the journal. */
public sealed interface PostingResult {
    /** Written, and the balances changed. */
    record Done() implements PostingResult {}

    /**
     * Nothing was changed: an available or held balance would have gone below zero.
     *
     * @param account whose
     */
    record Shortfall(AccountId account) implements PostingResult {}

    /**
     * Nothing was changed: a balance would not fit 64 bits.
     *
     * @param account whose
     */
    record Overflow(AccountId account) implements PostingResult {}

    /** Returns if it was done; refuses the request otherwise ({@code INSUFFICIENT_FUNDS}, {@code BALANCE_OVERFLOW}). */
    default void orRefuse() {
        switch (this) {
            case Done() -> {}
            case Shortfall(AccountId account) ->
                throw new PaymentException(
                        PaymentError.INSUFFICIENT_FUNDS, "account " + account + " has less available than that");
            case Overflow(AccountId account) ->
                throw new PaymentException(
                        PaymentError.BALANCE_OVERFLOW, "account " + account + " cannot take that much");
        }
    }
}
