package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;

/** What came of posting to the journal. */
public sealed interface PostingResult {
    /** The entries were written and the balances changed. */
    record Done() implements PostingResult {}

    /** Nothing was changed: an available or held balance of this account would have become negative. */
    record Shortfall(AccountId account) implements PostingResult {}

    /** Nothing was changed: a balance of this account would not fit 64 bits. */
    record Overflow(AccountId account) implements PostingResult {}

    /** @throws PaymentException {@code INSUFFICIENT_FUNDS} or {@code BALANCE_OVERFLOW} if nothing was changed */
    default void orRefuse() {
        switch (this) {
            case Done() -> {}
            case Shortfall(AccountId account) ->
                throw new PaymentException(
                        PaymentError.INSUFFICIENT_FUNDS, "account " + account + " has too small a balance");
            case Overflow(AccountId account) ->
                throw new PaymentException(
                        PaymentError.BALANCE_OVERFLOW, "account " + account + " cannot hold that much");
        }
    }
}
