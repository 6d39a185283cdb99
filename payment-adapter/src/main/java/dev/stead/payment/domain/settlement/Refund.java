package dev.stead.payment.domain.settlement;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import java.time.Instant;
import java.util.Optional;
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
    private static final String PREFIX = "refund-";

    /** The provider's idempotency key, the same on every try. */
    public String key() {
        return PREFIX + requestId;
    }

    /** The request of a refund's key; empty for any other key. */
    public static Optional<UUID> requestOf(String key) {
        try {
            return key.startsWith(PREFIX)
                    ? Optional.of(UUID.fromString(key.substring(PREFIX.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
