package dev.stead.payment.application;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.StoredRequest;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Fingerprint;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.settlement.Ledger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Opens accounts, puts money in, and shows them to those they belong to. */
public final class Accounts {
    private final UnitOfWork store;
    private final Ledger ledger;
    private final InstantSource clock;

    /** Over a store. */
    public Accounts(UnitOfWork store, Ledger ledger, InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What a caller asks to be opened.
     *
     * @param requestId the caller's id for its intention
     * @param account the account's id
     * @param owner whose it is to be
     * @param currencyCode ISO 4217
     */
    public record OpenOrder(UUID requestId, AccountId account, Owner owner, String currencyCode) {
        /** Refuses an unknown currency and an id that the ledger keeps to itself. */
        public OpenOrder {
            Money.zero(currencyCode);
            if (account.isReserved()) {
                throw new PaymentException(PaymentError.ACCOUNT_ID_INVALID, "this account id is reserved");
            }
        }
    }

    /**
     * What a caller asks to be put in.
     *
     * @param requestId the caller's id for its intention
     * @param account into which account
     * @param amount how much; more than zero
     */
    public record DepositOrder(UUID requestId, AccountId account, Money amount) {
        /** Refuses an amount that is not more than zero. */
        public DepositOrder {
            amount.requirePositive();
        }
    }

    /**
     * Opens an account, once for a request id.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code ACCOUNT_EXISTS}, {@code OWNER_HAS_ACCOUNT}
     */
    public Account open(OpenOrder order) {
        Fingerprint fingerprint =
                Fingerprint.of("OpenAccount", order.account.value(), order.owner.canonical(), order.currencyCode);
        return store.write(books -> {
            Optional<StoredRequest> past =
                    books.requests().remember(StoredRequest.of(order.requestId, fingerprint, order.account.value()));
            if (past.isPresent()) {
                past.get().requireSame(fingerprint);
                Account opened = find(books, order.account);
                return Account.open(opened.id(), opened.owner(), opened.currencyCode(), opened.createTime());
            }
            Account account = Account.open(order.account, order.owner, order.currencyCode, clock.instant());
            if (!books.accounts().insert(account)) {
                throw alreadyThere(books, order);
            }
            openWorld(books, order.currencyCode);
            return account;
        });
    }

    /**
     * Puts money from outside into an account, once for a request id. A repeat gets the first answer.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code ACCOUNT_NOT_FOUND}, {@code CURRENCY_MISMATCH}, {@code BALANCE_OVERFLOW}
     */
    public Account deposit(DepositOrder order) {
        Money amount = order.amount;
        Fingerprint fingerprint = Fingerprint.of("Deposit", order.account.value(), amount.canonical());
        return store.write(books -> {
            Optional<StoredRequest> past =
                    books.requests().remember(StoredRequest.of(order.requestId, fingerprint, order.account.value()));
            Account account = find(books, order.account);
            if (past.isPresent()) {
                return asAnswered(account, past.get().requireSame(fingerprint));
            }
            if (account.mayBeNegative()) {
                throw notFound();
            }
            amount.requireCurrencyOf(account.available());
            Instant now = clock.instant();
            books.journal()
                    .post(List.of(ledger.deposit(account.id(), amount, now)))
                    .orRefuse();
            Account after = find(books, order.account);
            books.requests().answered(order.requestId, after);
            return after;
        });
    }

    /**
     * Where a provider is to take an account's money from.
     *
     * @param requestId the caller's id for its intention
     * @param account whose money
     * @param provider the provider's name
     * @param source the provider's own name for it, such as {@code cus_...}
     */
    public record SourceOrder(UUID requestId, AccountId account, String provider, String source) {
        private static final int LONGEST = 128;

        /** Refuses names that are empty, too long or not printable ({@code SOURCE_INVALID}). */
        public SourceOrder {
            for (String name : List.of(provider, source)) {
                if (name.isEmpty() || name.length() > LONGEST || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
                    throw new PaymentException(
                            PaymentError.SOURCE_INVALID,
                            "provider and source must be 1 to " + LONGEST + " printable characters each");
                }
            }
        }
    }

    /**
     * Links a funding source, once for a request id; attempts that were made before keep theirs.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code ACCOUNT_NOT_FOUND}
     */
    public void link(SourceOrder order) {
        Fingerprint fingerprint =
                Fingerprint.of("LinkFundingSource", order.account.value(), order.provider, order.source);
        store.write(books -> {
            Optional<StoredRequest> past =
                    books.requests().remember(StoredRequest.of(order.requestId, fingerprint, order.account.value()));
            if (past.isPresent()) {
                return past.get().requireSame(fingerprint);
            }
            if (find(books, order.account).mayBeNegative()) {
                throw notFound();
            }
            books.accounts().link(order.account, order.provider, order.source);
            return order;
        });
    }

    /**
     * An account.
     *
     * @param viewer who may see only what is theirs; empty for those who may see every account
     * @throws PaymentException {@code ACCOUNT_NOT_FOUND}, for another's account too: who may not see it does not learn that it is there
     */
    public Account get(AccountId id, Optional<Owner> viewer) {
        return store.read(books -> visible(books, id, viewer));
    }

    static Account visible(Repositories books, AccountId id, Optional<Owner> viewer) {
        Account account = find(books, id);
        if (viewer.isPresent() && !viewer.get().equals(account.owner())) {
            throw notFound();
        }
        return account;
    }

    private static Account find(Repositories books, AccountId id) {
        return books.accounts().find(id).orElseThrow(Accounts::notFound);
    }

    private static PaymentException notFound() {
        return new PaymentException(PaymentError.ACCOUNT_NOT_FOUND, "there is no such account");
    }

    private static PaymentException alreadyThere(Repositories books, OpenOrder order) {
        return books.accounts().find(order.account).isPresent()
                ? new PaymentException(PaymentError.ACCOUNT_EXISTS, "there is an account with this id")
                : new PaymentException(
                        PaymentError.OWNER_HAS_ACCOUNT, "the owner has an account in " + order.currencyCode);
    }

    private void openWorld(Repositories books, String currencyCode) {
        AccountId id = AccountId.world(currencyCode);
        if (books.accounts().find(id).isEmpty()) {
            books.accounts().insert(Account.open(id, new Owner.World(), currencyCode, clock.instant()));
        }
    }

    private static Account asAnswered(Account account, StoredRequest past) {
        StoredRequest.Balances balances = past.balances().orElseThrow();
        String currency = account.currencyCode();
        return new Account(
                account.id(),
                account.owner(),
                new Money(currency, balances.available()),
                new Money(currency, balances.held()),
                account.createTime());
    }
}
