package dev.stead.payment.domain.settlement;

import dev.stead.payment.domain.Fingerprint;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import java.util.UUID;

/**
 * What a caller asks to be given back.
 *
 * @param requestId the caller's id for its intention
 * @param settlement the settlement
 * @param amount how much; more than zero
 */
public record RefundCommand(UUID requestId, SettlementId settlement, Money amount) {
    /** Refuses an amount that is not more than zero. */
    public RefundCommand {
        amount.requirePositive();
    }

    public Fingerprint fingerprint() {
        return Fingerprint.of("Refund", settlement.value(), amount.canonical());
    }
}
