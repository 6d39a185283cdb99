package dev.stead.payment.domain.settlement;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A refund that a provider executes. */
public record Refund(UUID requestId, SettlementId settlement, Money amount, Instant createTime) {
    private static final String PREFIX = "refund-";

    /** The provider's idempotency key, the same on every retry. */
    public String key() {
        return PREFIX + requestId;
    }

    /** The request id in a refund's key; empty for any other key. */
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
