package dev.stead.payment.domain.reconciliation;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.SettleCommand;
import java.util.Optional;

/**
 * A settlement with the request that it came from.
 *
 * @param command rebuilt from the settlement and its accounts; empty if an account is missing
 * @param requested the fingerprint that was stored with the request; empty if the request is missing
 */
public record SettlementWithRequest(
        SettlementId id, Optional<SettleCommand> command, Optional<RequestFingerprint> requested) {
    /** True if the settlement moves what was requested. */
    public boolean matchesRequest() {
        return command.isPresent() && command.map(SettleCommand::fingerprint).equals(requested);
    }
}
