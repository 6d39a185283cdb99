package dev.stead.payment.application;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.settlement.Ledger;

/** All use cases over one store and one provider. Thread-safe. */
public record PaymentUseCases(
        SettleUseCase settlements,
        RefundUseCase refunds,
        ResolveReviewUseCase reviews,
        Recovery recovery,
        ProviderEvents providerEvents,
        Accounts accounts,
        Statements statements,
        BalanceCheck balanceCheck,
        Reconciliation reconciliation,
        DailyReconciliation dailyReconciliation,
        SettlementFeed feed) {
    /**
     * How the use cases run.
     *
     * @param environment its clock in whole microseconds, as instants are stored; its random numbers thread-safe
     */
    public record Options(Environment environment, RetryPolicy retryPolicy) {}

    /** Builds the use cases. Owns nothing: the caller closes the store and the provider. */
    public static PaymentUseCases over(UnitOfWork unitOfWork, Provider provider, SettlementFeed feed, Options options) {
        Environment environment = options.environment;
        var ids = new IdGenerator(environment);
        var ledger = new Ledger(ids);
        var updates = new SettlementUpdates(unitOfWork, feed, environment.clock());
        var calls = new ProviderCalls(updates, provider, options.retryPolicy, environment.random());
        var processor = new SettlementProcessor(updates, provider, ledger, calls);
        var refunds = new RefundUseCase(updates, provider, ledger, calls);
        var reconciliation = new Reconciliation(unitOfWork, provider);
        return new PaymentUseCases(
                new SettleUseCase(updates, processor, ledger, ids),
                refunds,
                new ResolveReviewUseCase(updates, ledger),
                new Recovery(updates, processor, refunds, calls),
                new ProviderEvents(unitOfWork, environment.clock()),
                new Accounts(unitOfWork, ledger, environment.clock()),
                new Statements(unitOfWork),
                new BalanceCheck(unitOfWork),
                reconciliation,
                new DailyReconciliation(unitOfWork, reconciliation, environment.clock()),
                feed);
    }
}
