package dev.stead.payment.storage;

import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.ledger.Posting;
import dev.stead.payment.domain.ledger.PostingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Changes balances by what entries post, one conditional update for each account: the row changes only if neither balance leaves its range,
 * so the check and the change are one step and no lock is taken before it. Accounts are changed in the order of their ids, so two
 * transactions over the same accounts never wait for each other in a circle. If a later one refuses, the earlier ones are changed back in
 * the same transaction, which nobody else ever sees.
 */
record BalanceChanges(Handle handle) {
    PostingResult apply(List<JournalEntry> entries) {
        List<Change> done = new ArrayList<>();
        for (Change change : net(entries).values()) {
            if (!tryOne(change)) {
                done.forEach(this::undo);
                return refusal(change);
            }
            done.add(change);
        }
        return new PostingResult.Done();
    }

    private static Map<AccountId, Change> net(List<JournalEntry> entries) {
        Map<AccountId, Change> changes = new TreeMap<>();
        for (JournalEntry entry : entries) {
            for (Posting posting : entry.postings()) {
                changes.merge(posting.account(), Change.of(posting), Change::plus);
            }
        }
        return changes;
    }

    private boolean tryOne(Change change) {
        return handle.createUpdate("""
                        UPDATE accounts SET available = available + :available, held = held + :held
                        WHERE account_id = :id AND currency = :currency
                            AND available BETWEEN :leastAvailable AND :mostAvailable
                            AND held BETWEEN :leastHeld AND :mostHeld""")
                        .bind("available", change.available)
                        .bind("held", change.held)
                        .bind("id", change.account.value())
                        .bind("currency", change.currency)
                        .bind("leastAvailable", change.leastAvailable())
                        .bind("mostAvailable", most(change.available))
                        .bind("leastHeld", least(change.held))
                        .bind("mostHeld", most(change.held))
                        .execute()
                == 1;
    }

    private void undo(Change change) {
        handle.createUpdate("""
                        UPDATE accounts SET available = available - :available, held = held - :held
                        WHERE account_id = :id""")
                .bind("available", change.available)
                .bind("held", change.held)
                .bind("id", change.account.value())
                .execute();
    }

    private PostingResult refusal(Change change) {
        return handle.createQuery("""
                        SELECT available < :leastAvailable OR held < :leastHeld FROM accounts
                        WHERE account_id = :id AND currency = :currency""")
                        .bind("id", change.account.value())
                        .bind("currency", change.currency)
                        .bind("leastAvailable", change.leastAvailable())
                        .bind("leastHeld", least(change.held))
                        .mapTo(Boolean.class)
                        .findOne()
                        .orElseThrow(() -> new IllegalStateException("a posting names no account of its currency"))
                ? new PostingResult.Shortfall(change.account)
                : new PostingResult.Overflow(change.account);
    }

    /** The least balance that a change leaves at zero or above. */
    private static long least(long change) {
        return change < 0 ? -change : Long.MIN_VALUE;
    }

    /** The highest balance that a change does not push over 64 bits. */
    private static long most(long change) {
        return change > 0 ? Long.MAX_VALUE - change : Long.MAX_VALUE;
    }

    private record Change(AccountId account, String currency, long available, long held) {
        static Change of(Posting posting) {
            long amount = posting.amount().minorUnits();
            boolean isAvailable = posting.balanceKind() == BalanceKind.AVAILABLE;
            return new Change(
                    posting.account(),
                    posting.amount().currencyCode(),
                    isAvailable ? amount : 0,
                    isAvailable ? 0 : amount);
        }

        Change plus(Change other) {
            return new Change(
                    account, currency, Math.addExact(available, other.available), Math.addExact(held, other.held));
        }

        long leastAvailable() {
            // The world may go below zero, but not below 64 bits.
            boolean mayBeNegative = account.isReserved();
            return mayBeNegative && available < 0 ? Long.MIN_VALUE - available : least(available);
        }
    }
}
