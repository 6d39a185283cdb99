package dev.stead.payment.domain.reconciliation;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.settlement.SettlementState;
import java.time.Instant;
import java.util.Optional;

/**
 * A settlement as a reconciliation reads it: what it says of itself, what the journal has of it, and the provider's key.
 *
 * @param settlement its id
 * @param state what it says of itself
 * @param amount how much it is about
 * @param createTime when it was asked for
 * @param ended how its hold, or itself, ended in the journal: a post with what the payee got, or a void; empty if neither is there
 * @param attempt what a provider was asked; empty if none was
 */
public record LedgerLine(
        SettlementId settlement,
        SettlementState state,
        Money amount,
        Instant createTime,
        Optional<End> ended,
        Optional<Asked> attempt) {
    /**
     * The end of a settlement in the journal.
     *
     * @param kind {@link EntryKind#POST} or {@link EntryKind#VOID}
     * @param amount what the payee got; nothing for a void
     */
    public record End(EntryKind kind, Money amount) {}

    /**
     * What a provider was asked.
     *
     * @param provider its name
     * @param key the key
     */
    public record Asked(String provider, String key) {
        /** The key under which it would be taken back. */
        public String reversalKey() {
            return Attempt.reversalKey(key);
        }
    }
}
