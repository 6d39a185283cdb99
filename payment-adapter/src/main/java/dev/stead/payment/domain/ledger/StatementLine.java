package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.SettlementId;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of a statement: one posting and what its entry did.
 *
 * @param settlement of the entry, if any
 */
public record StatementLine(Posting posting, EntryKind kind, Optional<SettlementId> settlement, Position position) {
    /** Where a line stands: statements are ordered by time, and by entry within one instant. */
    public record Position(Instant time, String entryId) {}
}
