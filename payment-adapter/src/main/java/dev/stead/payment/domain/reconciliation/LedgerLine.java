package dev.stead.payment.domain.reconciliation;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.settlement.SettlementState;
import java.time.Instant;
import java.util.Optional;

/**
 * A settlement as a reconciliation reads it: with what the journal has of it, and its key at the provider.
 *
 * @param ended how it ended in the journal, by a post or a void; empty if it has neither
 * @param attempt empty if no provider was called
 */
public record LedgerLine(
        SettlementId settlement,
        SettlementState state,
        Money amount,
        Instant createTime,
        Optional<End> ended,
        Optional<ProviderAttemptKey> attempt) {
    /**
     * How a settlement ended in the journal.
     *
     * @param kind {@link EntryKind#POST} or {@link EntryKind#VOID}
     * @param amount what the payee received; zero for a void
     */
    public record End(EntryKind kind, Money amount) {}

    /** A provider's name and the key of an attempt there. */
    public record ProviderAttemptKey(String provider, String key) {
        /** The key under which a late capture is refunded. */
        public String reversalKey() {
            return Attempt.reversalKey(key);
        }
    }
}
