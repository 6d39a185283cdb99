package dev.stead.payment.domain.settlement;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.AccountId;

/**
 * What a settlement moves.
 *
 * @param payee another account than the payer's
 * @param amount more than zero
 * @param reference the caller's own, at most 64 characters
 */
public record SettlementTerms(AccountId payer, AccountId payee, Money amount, String reference) {
    private static final int REFERENCE_LIMIT = 64;

    /** @throws PaymentException {@code AMOUNT_INVALID}, {@code REFERENCE_INVALID}, {@code PAYER_IS_PAYEE} */
    public SettlementTerms {
        amount.requirePositive();
        requireReference(reference);
        if (payer.equals(payee)) {
            throw new PaymentException(PaymentError.PAYER_IS_PAYEE, "payer and payee must be two accounts");
        }
    }

    static void requireReference(String reference) {
        if (reference.length() > REFERENCE_LIMIT || reference.chars().anyMatch(Character::isISOControl)) {
            throw new PaymentException(
                    PaymentError.REFERENCE_INVALID,
                    "the reference must have at most " + REFERENCE_LIMIT + " characters and no control characters");
        }
    }
}
