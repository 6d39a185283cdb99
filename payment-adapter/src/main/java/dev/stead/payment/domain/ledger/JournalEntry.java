package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A balanced set of postings, written together or not at all. One that does not sum to zero in each currency cannot be built.
 *
 * @param id a UUID of version 7, so that ids sort by time
 * @param postings at least two, at most one for each balance of an account
 */
public record JournalEntry(
        String id, EntryKind kind, Optional<SettlementId> settlement, List<Posting> postings, Instant createTime) {
    /** @throws IllegalArgumentException if it does not balance: a fault in this program, not in a request */
    public JournalEntry {
        postings = List.copyOf(postings);
        Map<String, Money> sums = new HashMap<>();
        var balances = new HashSet<Map.Entry<AccountId, BalanceKind>>();
        for (Posting posting : postings) {
            sums.merge(posting.amount().currencyCode(), posting.amount(), Money::plus);
            if (!balances.add(Map.entry(posting.account(), posting.balanceKind()))) {
                throw new IllegalArgumentException("two postings to one balance in a journal entry of kind " + kind);
            }
        }
        if (postings.size() < 2 || !sums.values().stream().allMatch(Money::isZero)) {
            throw new IllegalArgumentException("a journal entry of kind " + kind + " does not balance");
        }
    }
}
