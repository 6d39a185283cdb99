package dev.stead.payment.domain.ledger;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentException;
import java.util.UUID;

/**
 * A request to deposit money from outside the ledger.
 *
 * @param requestId the caller's idempotency key
 * @param amount more than zero
 */
public record DepositCommand(UUID requestId, AccountId account, Money amount) {
    /** @throws PaymentException {@code AMOUNT_INVALID} */
    public DepositCommand {
        amount.requirePositive();
    }

    public RequestIdentity identity() {
        return new RequestIdentity(
                requestId, RequestFingerprint.ofFields("Deposit", account.value(), amount.canonical()));
    }
}
