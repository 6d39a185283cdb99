package dev.stead.payment.application;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.StoredRequest;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.LinkFundingSourceCommand;
import dev.stead.payment.domain.ledger.OpenAccountCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.settlement.Ledger;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Opens accounts, deposits money, links funding sources, and shows accounts to their owners. Thread-safe. */
public final class Accounts {
    private final UnitOfWork unitOfWork;
    private final IdempotentExecutor executor;
    private final Ledger ledger;
    private final InstantSource clock;

    Accounts(UnitOfWork unitOfWork, Ledger ledger, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.executor = new IdempotentExecutor(unitOfWork);
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Opens an account, once for a request id. A repeat gets the empty account again.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code ACCOUNT_EXISTS}, {@code OWNER_HAS_ACCOUNT}
     */
    public Account open(OpenAccountCommand command) {
        return executor.execute(
                        command.identity(),
                        command.account().value(),
                        repositories -> open(repositories, command),
                        (repositories, _) -> asOpened(repositories.accounts().get(command.account())))
                .result();
    }

    /**
     * Deposits money from outside the ledger, once for a request id. A repeat gets the first answer.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code ACCOUNT_NOT_FOUND}, {@code CURRENCY_MISMATCH}, {@code BALANCE_OVERFLOW}
     */
    public Account deposit(DepositCommand command) {
        return executor.execute(
                        command.identity(),
                        command.account().value(),
                        repositories -> deposit(repositories, command),
                        (repositories, stored) ->
                                asAnswered(repositories.accounts().get(command.account()), stored))
                .result();
    }

    /**
     * Links a funding source, once for a request id. Attempts made before keep the source that they had.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code ACCOUNT_NOT_FOUND}
     */
    public void link(LinkFundingSourceCommand command) {
        var _ = executor.execute(
                command.identity(),
                command.account().value(),
                repositories -> {
                    Account account = repositories.accounts().getOwned(command.account());
                    repositories.accounts().linkFundingSource(account.id(), command.provider(), command.source());
                    return command;
                },
                (_, _) -> command);
    }

    /**
     * An account.
     *
     * @param viewer sees their own accounts only; empty for those who may see every account
     * @throws PaymentException {@code ACCOUNT_NOT_FOUND}, also for an account of somebody else
     */
    public Account get(AccountId id, Optional<Owner> viewer) {
        return unitOfWork.read(repositories -> repositories.accounts().getVisible(id, viewer));
    }

    private Account open(Repositories repositories, OpenAccountCommand command) {
        Account account = Account.open(command.account(), command.owner(), command.currencyCode(), clock.instant());
        if (!repositories.accounts().insert(account)) {
            throw alreadyThere(repositories, command);
        }
        openWorld(repositories, command.currencyCode());
        return account;
    }

    private static Account asOpened(Account account) {
        return Account.open(account.id(), account.owner(), account.currencyCode(), account.createTime());
    }

    private static PaymentException alreadyThere(Repositories repositories, OpenAccountCommand command) {
        return repositories.accounts().find(command.account()).isPresent()
                ? new PaymentException(PaymentError.ACCOUNT_EXISTS, "there is an account with this id")
                : new PaymentException(
                        PaymentError.OWNER_HAS_ACCOUNT, "the owner has an account in " + command.currencyCode());
    }

    // No effect if an earlier account in the currency has opened it.
    private void openWorld(Repositories repositories, String currencyCode) {
        AccountId id = AccountId.world(currencyCode);
        repositories.accounts().insert(Account.open(id, new Owner.World(), currencyCode, clock.instant()));
    }

    private Account deposit(Repositories repositories, DepositCommand command) {
        Account account = repositories.accounts().getOwned(command.account());
        command.amount().requireCurrencyOf(account.available());
        repositories
                .journal()
                .post(List.of(ledger.deposit(account.id(), command.amount(), clock.instant())))
                .orRefuse();
        Account after = repositories.accounts().get(account.id());
        repositories.requests().updateBalances(command.requestId(), after);
        return after;
    }

    private static Account asAnswered(Account account, StoredRequest stored) {
        StoredRequest.Balances balances = stored.balances().orElseThrow();
        String currency = account.currencyCode();
        return new Account(
                account.id(),
                account.owner(),
                new Money(currency, balances.available()),
                new Money(currency, balances.held()),
                account.createTime());
    }
}
