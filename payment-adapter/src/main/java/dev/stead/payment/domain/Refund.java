package dev.stead.payment.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * Money on its way back through a provider.
 *
 * @param requestId the request that asked for it
 * @param settlement the settlement it belongs to
 * @param amount how much
 * @param createTime when it was asked for
 */
public record Refund(UUID requestId, SettlementId settlement, Money amount, Instant createTime) {
    /** The provider's idempotency key, the same on every try. */
    public String key() {
        return "refund-" + requestId;
    }
}
