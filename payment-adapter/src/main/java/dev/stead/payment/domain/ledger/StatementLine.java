package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.SettlementId;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of a statement: one posting and what its entry did.
 *
 * @param posting the posting
 * @param kind what the entry did
 * @param settlement the settlement the entry belongs to, if any
 * @param position where it stands in the statement
 */
public record StatementLine(Posting posting, EntryKind kind, Optional<SettlementId> settlement, Position position) {
    /**
     * A line's place: by time, and by entry within one instant.
     *
     * @param time when it was posted
     * @param entryId its entry
     */
    public record Position(Instant time, String entryId) {}
}
