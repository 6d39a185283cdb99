package dev.stead.payment.domain.settlement;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import java.util.UUID;

/**
 * A request to refund a settlement.
 *
 * @param requestId the caller's idempotency key
 * @param amount more than zero
 */
public record RefundCommand(UUID requestId, SettlementId settlement, Money amount) {
    /** @throws PaymentException {@code AMOUNT_INVALID} */
    public RefundCommand {
        amount.requirePositive();
    }

    public RequestIdentity identity() {
        return new RequestIdentity(
                requestId, RequestFingerprint.ofFields("Refund", settlement.value(), amount.canonical()));
    }
}
