package dev.stead.payment.domain;

import java.util.UUID;

/**
 * What a caller asks to be given back.
 *
 * @param requestId the caller's id for its intention
 * @param settlement the settlement
 * @param amount how much; more than zero
 */
public record RefundOrder(UUID requestId, SettlementId settlement, Money amount) {
    /** Refuses an amount that is not more than zero. */
    public RefundOrder {
        amount.requirePositive();
    }

    Fingerprint fingerprint() {
        return Fingerprint.of("Refund", settlement.value(), amount.canonical());
    }
}
