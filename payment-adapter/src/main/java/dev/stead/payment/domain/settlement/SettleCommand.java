package dev.stead.payment.domain.settlement;

import dev.stead.payment.domain.Fingerprint;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.Owner;
import java.util.UUID;

/**
 * What a caller asks to be settled.
 *
 * @param requestId the caller's id for its intention
 * @param payer who pays, from their account in the amount's currency
 * @param payee who is paid; somebody else
 * @param amount how much; more than zero
 * @param reference the caller's own, at most 64 characters
 */
public record SettleCommand(UUID requestId, Owner payer, Owner payee, Money amount, String reference) {
    /** Refuses what cannot be settled, whatever the accounts. */
    public SettleCommand {
        amount.requirePositive();
        SettlementTerms.requireReference(reference);
        if (payer.equals(payee)) {
            throw new PaymentException(PaymentError.PAYER_IS_PAYEE, "payer and payee must be two owners");
        }
    }

    public Fingerprint fingerprint() {
        return Fingerprint.of("Settle", payer.canonical(), payee.canonical(), amount.canonical(), reference);
    }
}
