package dev.stead.payment.testing;

import static dev.stead.payment.testing.Shop.euros;
import static dev.stead.payment.testing.Shop.id;

import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.provider.LedgerProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Row M8: Jepsen's bank test. Money moves among customers, half of it through a provider that misbehaves, while the ledger is read. */
public final class BankRow {
    private static final int CUSTOMERS = 8;
    private static final int MOVERS = 6;
    private static final long EACH = 10_000;

    private BankRow() {}

    /**
     * So many reads of the whole ledger.
     *
     * @param stores one a service, all over one empty database
     */
    public static Row run(List<UnitOfWork> stores, int reads, long seed) throws Exception {
        var row = new Row("M8", seed);
        var clock = new ManualClock();
        var provider = new ScriptedProvider(clock);
        var chaos = new Random(seed);
        var inside = Shop.over(stores.getFirst(), new LedgerProvider(), clock, seed);
        var outside = Shop.over(stores.getLast(), provider, clock, seed + 1);
        inside.open(0);
        for (int i = 0; i < CUSTOMERS; i++) {
            inside.open(account(i), owner(i));
            inside.useCases().accounts().deposit(new DepositCommand(id("bank " + i), account(i), euros(EACH)));
        }
        provider.otherwise(
                () -> {
                    synchronized (chaos) {
                        return chaos.nextInt(10) < 3
                                ? ScriptedProvider.Behaviour.ANSWER_LOST
                                : ScriptedProvider.Behaviour.WELL;
                    }
                },
                () -> ScriptedProvider.Behaviour.WELL);
        var done = new AtomicBoolean();
        var moved = new AtomicLong();
        long busy = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> movers = new ArrayList<>();
            for (int mover = 0; mover < MOVERS; mover++) {
                int number = mover;
                Shop shop = mover % 2 == 0 ? inside : outside;
                movers.add(threads.submit(() -> move(shop, number, new Random(seed + number), done, moved)));
            }
            long before = -1;
            for (int read = 0; read < reads; read++) {
                while (moved.get() == before && movers.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
                BalanceCheck.Report report = inside.useCases().balanceCheck().check();
                row.require(report.isBalanced(), "read " + read + ": " + report.findings());
                long now = moved.get();
                busy += now > before ? 1 : 0;
                before = now;
                clock.advance(Duration.ofMillis(100));
                outside.useCases().recovery().runOnce();
            }
            done.set(true);
            for (Future<?> mover : movers) {
                mover.get();
            }
        }
        row.figure("reads", reads).figure("moved", moved).figure("busy", busy);
        return row.require(busy >= 0.9 * reads, "vacuous: money moved before only " + busy + " reads");
    }

    private static void move(Shop shop, int mover, Random random, AtomicBoolean done, AtomicLong moved) {
        for (int i = 0; !done.get(); i++) {
            int from = random.nextInt(CUSTOMERS);
            int to = (from + 1 + random.nextInt(CUSTOMERS - 1)) % CUSTOMERS;
            shop.useCases()
                    .settlements()
                    .settle(new SettleCommand(
                            id("bank " + mover + " " + i), owner(from), owner(to), euros(1 + random.nextInt(200)), ""));
            moved.incrementAndGet();
        }
    }

    private static AccountId account(int number) {
        return new AccountId("bank-" + number);
    }

    private static Owner owner(int number) {
        return new Owner.Person("bank-" + number);
    }
}
