package dev.stead.payment.domain;

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
public record PaymentDesk(
        Settler settler,
        Refunder refunder,
        Recovery recovery,
        Accounts accounts,
        Statements statements,
        BalanceCheck balanceCheck,
        Notices notices,
        Reviewer reviewer,
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
    public record Circumstances(InstantSource clock, RandomGenerator chance, Patience patience) {}

    /** Sets the desk up. Owns nothing. */
    public static PaymentDesk over(Store store, Provider provider, SettlementFeed feed, Circumstances circumstances) {
        InstantSource clock = circumstances.clock;
        var ids = new Ids(clock, circumstances.chance);
        var ledger = new Ledger(ids);
        var changes = new Changes(store, feed, clock);
        var retries = new Courier.Retries(circumstances.patience, circumstances.chance);
        var courier = new Courier(changes, provider, ledger, retries);
        var refunder = new Refunder(changes, provider, courier, ledger);
        var work = new Recovery.Work(courier, refunder);
        var reconciliation = new Reconciliation(store, provider);
        return new PaymentDesk(
                new Settler(changes, courier, ledger, ids),
                refunder,
                new Recovery(changes, feed, work, circumstances.patience.grace()),
                new Accounts(store, ledger, clock),
                new Statements(store),
                new BalanceCheck(store),
                new Notices(changes),
                new Reviewer(changes, ledger),
                reconciliation,
                new DailyReconciliation(changes, reconciliation),
                feed);
    }
}
