package dev.stead.payment.domain.reconciliation;

import dev.stead.payment.domain.Fingerprint;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.SettleCommand;
import java.util.Optional;

/**
 * A settlement beside the request that it came from.
 *
 * @param id the settlement's id
 * @param order what the settlement and its accounts say was asked for; empty if an account is not there
 * @param asked the fingerprint of what was asked for; empty if the request is not there
 */
public record SettlementWithRequest(SettlementId id, Optional<SettleCommand> order, Optional<Fingerprint> asked) {
    /** Whether the settlement is still about what was asked for. */
    public boolean isAsAsked() {
        return order.isPresent() && order.map(SettleCommand::fingerprint).equals(asked);
    }
}
