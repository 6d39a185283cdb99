package dev.stead.payment.application.port;

import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.PostingResult;
import dev.stead.payment.domain.ledger.RecomputedBalance;
import dev.stead.payment.domain.ledger.StatementLine;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.reconciliation.LedgerLine;
import dev.stead.payment.domain.reconciliation.SettlementWithRequest;
import dev.stead.payment.domain.settlement.Refund;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** All that is kept, as one transaction sees it. Valid only within that transaction and its thread. */
public interface Repositories {
    /** The accounts. */
    AccountBook accounts();

    /** The journal. */
    Journal journal();

    /** The settlements. */
    SettlementBook settlements();

    /** What providers were asked. */
    AttemptBook attempts();

    /** The refunds. */
    RefundBook refunds();

    /** The requests that were carried out. */
    RequestBook requests();

    /** What providers told unasked. */
    NoticeBook notices();

    /** What people decided. */
    ReviewBook reviews();

    /** What a reconciliation compares. */
    ReconciliationBook reconciliation();

    /** The accounts. Their balances change only through {@link Journal#post}. */
    interface AccountBook {
        /** Adds a new account; false if its id, or its owner and currency, is there already. */
        boolean insert(Account account);

        /** The account of an id. */
        Optional<Account> find(AccountId id);

        /** The account of an owner in a currency. */
        Optional<Account> find(Owner owner, String currencyCode);

        /** Where a provider takes this account's money from, if that was linked. */
        Optional<String> source(AccountId id, String provider);

        /** Links, or links anew. */
        void link(AccountId id, String provider, String source);
    }

    /** The journal of entries, and the balances that follow from it. */
    interface Journal {
        /**
         * Writes entries and changes the balances by them, all or, if a balance would break its rule, nothing. Balances change in the order
         * of account ids, so that two transactions never wait for each other in a circle.
         */
        PostingResult post(List<JournalEntry> entries);

        /** The postings to the available balance of an account, newest first, older than {@code after} if given. */
        List<StatementLine> statement(AccountId account, Optional<StatementLine.Position> after, int limit);

        /** Gives every account with the balances that its postings add up to. */
        void replay(Consumer<RecomputedBalance> each);

        /** Ids of at most {@code limit} entries that do not balance. */
        List<String> unbalanced(int limit);
    }

    /** The settlements. */
    interface SettlementBook {
        /** Adds a new one. */
        void insert(Settlement settlement);

        /** The settlement of an id. */
        Optional<Settlement> find(SettlementId id);

        /** The settlement of an id, so that no other transaction changes it before this one ends. */
        Optional<Settlement> findForChange(SettlementId id);

        /** Puts {@code next} in the place of the one that has {@code version}; false if that is no longer there. */
        boolean replace(long version, Settlement next);

        /** At most {@code limit} that were due at {@code now}, the longest due first. */
        List<Settlement> due(Instant now, int limit);

        /** Takes up a due one until {@code lease}: counts the try. Empty if somebody else was faster. */
        Optional<Settlement> takeUp(Settlement due, Instant lease);

        /** Makes one due at {@code now} that only waits for a later try; false if somebody is at it, or it rests. */
        boolean hurry(SettlementId id, Instant now);

        /** How many wait for a person. */
        long inReview();

        /** Gives every settlement beside its request. */
        void withRequests(Consumer<SettlementWithRequest> each);
    }

    /** What providers were asked. */
    interface AttemptBook {
        /** Adds a new one. */
        void insert(Attempt attempt);

        /** The newest of a settlement. */
        Optional<Attempt> newest(SettlementId settlement);

        /** The one that a provider knows by this key. */
        Optional<Attempt> ofKey(String key);

        /** Notes the provider's own reference. */
        void answered(Attempt attempt);
    }

    /** The refunds that were sent to a provider. */
    interface RefundBook {
        /** Adds a new one. */
        void insert(Refund refund);

        /** The one under way of a settlement. */
        Optional<Refund> underWay(SettlementId settlement);

        /** The one of a request. */
        Optional<Refund> find(UUID requestId);

        /** Notes that it has ended. */
        void finish(Refund refund, Instant now);
    }

    /** The requests that were carried out, kept forever. */
    interface RequestBook {
        /** Notes a request, or gives the one that has its id already. A transaction under way with the same id is waited for. */
        Optional<StoredRequest> remember(StoredRequest request);

        /** The request of an id. */
        Optional<StoredRequest> find(UUID requestId);

        /** Keeps the balances that the request was answered with. */
        void answered(UUID requestId, Account account);
    }

    /** What providers told unasked. */
    interface NoticeBook {
        /** Notes an event; false if it was noted before. Forgets those older than {@code forget}. */
        boolean note(String provider, String eventId, Instant now, Instant forget);
    }

    /** What people decided about settlements in review; only added to. */
    interface ReviewBook {
        /** Keeps a decision. */
        void add(Review review, Instant now);
    }

    /** What a reconciliation compares, and the days that were compared by themselves. */
    interface ReconciliationBook {
        /** Every settlement asked for in a period, with what the journal has of it. */
        void settlements(Period period, Consumer<LedgerLine> each);

        /** Every refund asked for in a period that has ended and went through a provider. */
        void refunds(Period period, Consumer<Refund> each);

        /** Takes a day until {@code lease}; false if it is done, or somebody is at it. */
        boolean take(LocalDate day, Instant now, Instant lease);

        /** Notes that a day was compared, and how many breaks it has. */
        void finish(LocalDate day, Instant now, long breaks);

        /** Breaks of the newest day that was compared, and when it was; empty before the first. */
        Optional<Compared> newest();

        /**
         * A day that was compared.
         *
         * @param time when
         * @param breaks how many it has
         */
        record Compared(Instant time, long breaks) {}
    }
}
