package dev.stead.payment.domain.settlement;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.Owner;
import java.util.UUID;

/**
 * A request to move money from one owner's account in the amount's currency to another's.
 *
 * @param requestId the caller's idempotency key
 * @param payee another owner than the payer
 * @param amount more than zero
 * @param reference the caller's own, at most 64 characters
 */
public record SettleCommand(UUID requestId, Owner payer, Owner payee, Money amount, String reference) {
    /** @throws PaymentException {@code AMOUNT_INVALID}, {@code REFERENCE_INVALID}, {@code PAYER_IS_PAYEE} */
    public SettleCommand {
        amount.requirePositive();
        SettlementTerms.requireReference(reference);
        if (payer.equals(payee)) {
            throw new PaymentException(PaymentError.PAYER_IS_PAYEE, "payer and payee must be two owners");
        }
    }

    public RequestIdentity identity() {
        return new RequestIdentity(requestId, fingerprint());
    }

    public RequestFingerprint fingerprint() {
        return RequestFingerprint.ofFields(
                "Settle", payer.canonical(), payee.canonical(), amount.canonical(), reference);
    }
}
