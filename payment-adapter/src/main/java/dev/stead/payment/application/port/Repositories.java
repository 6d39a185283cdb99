package dev.stead.payment.application.port;

import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
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
import dev.stead.payment.domain.reconciliation.RefundLine;
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

/** All repositories, as one transaction sees them. Valid only within that transaction and on its thread. */
public interface Repositories {
    Accounts accounts();

    Journal journal();

    Settlements settlements();

    Attempts attempts();

    Refunds refunds();

    Requests requests();

    ProviderEvents providerEvents();

    Reviews reviews();

    Reconciliation reconciliation();

    /** The settlement that a provider's key belongs to: an attempt's, its reversal's or a refund's. Empty if the key is not ours. */
    default Optional<SettlementId> settlementOfKey(String key) {
        return Refund.requestOf(key)
                .flatMap(request -> refunds().find(request))
                .map(Refund::settlement)
                .or(() -> attempts().findByKey(Attempt.withoutReversal(key)).map(Attempt::settlement));
    }

    /** The accounts. Their balances change only through {@link Journal#post}. */
    interface Accounts {
        /** Adds a new account; false if its id, or its owner and currency, is taken. */
        boolean insert(Account account);

        Optional<Account> find(AccountId id);

        /** The account of an owner in a currency. */
        Optional<Account> find(Owner owner, String currencyCode);

        /** @throws PaymentException {@code ACCOUNT_NOT_FOUND} */
        default Account get(AccountId id) {
            return find(id).orElseThrow(Accounts::notFound);
        }

        /**
         * An account, for somebody who may see it. Others do not learn that it exists.
         *
         * @param viewer sees their own accounts only; empty for those who may see every account
         * @throws PaymentException {@code ACCOUNT_NOT_FOUND}
         */
        default Account getVisible(AccountId id, Optional<Owner> viewer) {
            Account account = get(id);
            if (viewer.isPresent() && !viewer.get().equals(account.owner())) {
                throw notFound();
            }
            return account;
        }

        /**
         * An account of a person or a merchant, not the ledger's own account of the outside world.
         *
         * @throws PaymentException {@code ACCOUNT_NOT_FOUND}
         */
        default Account getOwned(AccountId id) {
            Account account = get(id);
            if (account.mayBeNegative()) {
                throw notFound();
            }
            return account;
        }

        /** What a provider charges for this account, by the provider's own name for it, if that was linked. */
        Optional<String> fundingSource(AccountId id, String provider);

        /** Links a funding source, in place of an earlier one at the same provider. */
        void linkFundingSource(AccountId id, String provider, String source);

        private static PaymentException notFound() {
            return new PaymentException(PaymentError.ACCOUNT_NOT_FOUND, "there is no such account");
        }
    }

    /** The journal of entries, and the balances that follow from it. */
    interface Journal {
        /**
         * Writes entries and changes the balances by them, all or, if a balance would break its rule, nothing. Balances change in the order
         * of account ids, so that two transactions never wait for each other in a circle.
         */
        PostingResult post(List<JournalEntry> entries);

        /** Postings to the available balance of an account, newest first, older than {@code after} if given. */
        List<StatementLine> statement(AccountId account, Optional<StatementLine.Position> after, int limit);

        /** Passes on every account with the balances that its postings add up to. */
        void recomputeBalances(Consumer<RecomputedBalance> each);

        /** Ids of at most {@code limit} entries that do not balance. */
        List<String> unbalancedEntries(int limit);
    }

    /** The settlements. */
    interface Settlements {
        void insert(Settlement settlement);

        Optional<Settlement> find(SettlementId id);

        /** The settlement, locked: no other transaction changes it before this one ends. */
        Optional<Settlement> findForUpdate(SettlementId id);

        /** @throws PaymentException {@code SETTLEMENT_NOT_FOUND} */
        default Settlement get(SettlementId id) {
            return find(id).orElseThrow(Settlements::notFound);
        }

        /**
         * As {@link #findForUpdate}.
         *
         * @throws PaymentException {@code SETTLEMENT_NOT_FOUND}
         */
        default Settlement getForUpdate(SettlementId id) {
            return findForUpdate(id).orElseThrow(Settlements::notFound);
        }

        /** Replaces the settlement if it still has {@code version}; false if it does not. */
        boolean replace(long version, Settlement next);

        /** At most {@code limit} that are due at {@code now}, ordered by due time, earliest first. */
        List<Settlement> due(Instant now, int limit);

        /** Leases a due settlement until {@code end} and counts a retry. Empty if somebody else has leased or changed it. */
        Optional<Settlement> lease(Settlement due, Instant end);

        /** Makes a settlement due at {@code now} that waits for a later retry; false if it is leased or does not wait. */
        boolean makeDueNow(SettlementId id, Instant now);

        /** How many are in review. */
        long countInReview();

        /** Passes on every settlement with the request that it came from. */
        void forEachWithRequest(Consumer<SettlementWithRequest> each);

        private static PaymentException notFound() {
            return new PaymentException(PaymentError.SETTLEMENT_NOT_FOUND, "there is no such settlement");
        }
    }

    /** The attempts to have a provider move a settlement's money. */
    interface Attempts {
        void insert(Attempt attempt);

        /** The latest attempt of a settlement. */
        Optional<Attempt> latest(SettlementId settlement);

        /** The attempt with this provider key. */
        Optional<Attempt> findByKey(String key);

        /** Stores the provider's own reference. */
        void updateReference(Attempt attempt);
    }

    /** The refunds that were sent to a provider. */
    interface Refunds {
        void insert(Refund refund);

        /** The refund of a settlement that has not ended. */
        Optional<Refund> findUnderWay(SettlementId settlement);

        /** The refund of a request. */
        Optional<Refund> find(UUID requestId);

        /** Stores that the refund has ended, and whether it moved. */
        void finish(Refund refund, Review.Finding finding, Instant now);
    }

    /** The requests that were executed, kept forever. */
    interface Requests {
        /**
         * Stores a request, unless one with its id is there: then returns that one. Waits for another transaction that is storing the same
         * id.
         */
        Optional<StoredRequest> putIfAbsent(StoredRequest request);

        Optional<StoredRequest> find(UUID requestId);

        /** Stores the balances that the request was answered with. */
        void updateBalances(UUID requestId, Account account);
    }

    /** The events that providers have sent. */
    interface ProviderEvents {
        /** Stores an event and deletes those received before {@code expired}. False if it was there before. */
        boolean putIfAbsent(String provider, String eventId, Instant now, Instant expired);
    }

    /** What people decided about settlements in review; only added to. */
    interface Reviews {
        void insert(Review review, Instant now);
    }

    /** What a reconciliation compares, and the days that were compared by schedule. */
    interface Reconciliation {
        /** Passes on every settlement created in a period, with what the journal has of it. */
        void settlements(Period period, Consumer<LedgerLine> each);

        /** Passes on every refund created in a period that went through a provider and has ended. */
        void refunds(Period period, Consumer<RefundLine> each);

        /** Leases a day until {@code end}; false if it was compared, or somebody else has leased it. */
        boolean lease(LocalDate day, Instant now, Instant end);

        /** Stores that a day was compared, and how many breaks it has. */
        void finish(LocalDate day, Instant now, long breaks);

        /** The latest day that was compared; empty before the first. */
        Optional<ComparedDay> latest();

        /**
         * A day that was compared.
         *
         * @param time when it was compared
         */
        record ComparedDay(Instant time, long breaks) {}
    }
}
