package dev.stead.payment.application;

import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Ids;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.settlement.Ledger;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * All use cases over one store and one provider.
 *
 * @param settler settles
 * @param refunder gives back
 * @param recovery takes up what was left under way
 * @param accounts opens, fills and shows accounts
 * @param statements lists postings
 * @param balanceCheck sums the ledger up
 * @param notices hears what providers tell unasked
 * @param reviewer closes what only a person could decide
 * @param reconciliation lays the books side by side
 * @param daily does so for each day
 * @param feed tells of changes
 */
public record PaymentUseCases(
        SettleUseCase settler,
        RefundUseCase refunder,
        Recovery recovery,
        Accounts accounts,
        Statements statements,
        BalanceCheck balanceCheck,
        ProviderEvents notices,
        ResolveReviewUseCase reviewer,
        Reconciliation reconciliation,
        DailyReconciliation daily,
        SettlementFeed feed) {
    /**
     * Time, chance and patience.
     *
     * @param clock in whole microseconds, as the store keeps instants
     * @param chance for ids and jitter; thread-safe
     * @param patience how long and how often
     */
    public record Circumstances(InstantSource clock, RandomGenerator chance, RetryPolicy patience) {}

    /** Sets the desk up. Owns nothing. */
    public static PaymentUseCases over(
            UnitOfWork store, Provider provider, SettlementFeed feed, Circumstances circumstances) {
        InstantSource clock = circumstances.clock;
        var ids = new Ids(clock, circumstances.chance);
        var ledger = new Ledger(ids);
        var changes = new SettlementUpdates(store, feed, clock);
        var retries = new SettlementProcessor.Retries(circumstances.patience, circumstances.chance);
        var courier = new SettlementProcessor(changes, provider, ledger, retries);
        var refunder = new RefundUseCase(changes, provider, courier, ledger);
        var work = new Recovery.Work(courier, refunder);
        var reconciliation = new Reconciliation(store, provider);
        return new PaymentUseCases(
                new SettleUseCase(changes, courier, ledger, ids),
                refunder,
                new Recovery(changes, feed, work, circumstances.patience.grace()),
                new Accounts(store, ledger, clock),
                new Statements(store),
                new BalanceCheck(store),
                new ProviderEvents(changes),
                new ResolveReviewUseCase(changes, ledger),
                reconciliation,
                new DailyReconciliation(changes, reconciliation),
                feed);
    }
}
