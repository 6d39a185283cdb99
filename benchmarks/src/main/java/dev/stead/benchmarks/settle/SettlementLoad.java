package dev.stead.benchmarks.settle;

import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.mesh.time.Environment;
import dev.stead.payment.application.PaymentUseCases;
import dev.stead.payment.application.RetryPolicy;
import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.OpenAccountCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.storage.PaymentDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Concurrent clients, each settling sequentially between random accounts of 1,000 people and 100 merchants, within the ledger. Every
 * settlement is on the disk before the client's next one begins, and the audit log is continued meanwhile. Owns the database.
 */
final class SettlementLoad implements AutoCloseable {
    private static final int PEOPLE = 1_000;
    private static final int MERCHANTS = 100;
    private static final long PLENTY = 1_000_000_000L;
    private static final long SEED = 20_261_125;

    private final LongSupplier nanoTime;
    private final Database database;
    private final PaymentUseCases useCases;
    private final AuditLog auditLog;
    private final List<SplittableRandom> randoms = new ArrayList<>();

    /** @param nanoTime the clock of the measurement */
    SettlementLoad(DatabaseConfig config, int clients, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.database = Database.open(config, PaymentDatabase.MIGRATIONS);
        this.useCases = useCases(database);
        var noKey = new AuditConfig("payment", Optional.empty(), Map.of(), Map.of());
        this.auditLog = AuditLog.start(database, noKey, InstantSource.system());
        for (int client = 0; client < clients; client++) {
            randoms.add(new SplittableRandom(SEED + client));
        }
        open();
    }

    /** Settlements a second, measured over a duration. */
    double perSecond(Duration time) throws Exception {
        long start = nanoTime.getAsLong();
        long end = start + time.toNanos();
        long settled = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> results = new ArrayList<>();
            for (SplittableRandom random : randoms) {
                results.add(threads.submit(() -> settleUntil(random, end)));
            }
            for (Future<Long> result : results) {
                settled += result.get();
            }
        }
        return settled * 1e9 / (nanoTime.getAsLong() - start);
    }

    /** @throws IllegalStateException if the ledger does not balance: a fast wrong ledger is no result */
    void check() {
        if (!useCases.balanceCheck().check().isBalanced()) {
            throw new IllegalStateException("the ledger does not balance after the run");
        }
    }

    private long settleUntil(SplittableRandom random, long end) {
        long settled = 0;
        while (nanoTime.getAsLong() < end) {
            var command = new SettleCommand(
                    new UUID(random.nextLong(), random.nextLong()),
                    person(random.nextInt(PEOPLE)),
                    merchant(random.nextInt(MERCHANTS)),
                    new Money("EUR", 1 + random.nextInt(100)),
                    "benchmark");
            if (useCases.settlements().settle(command).state() != SettlementState.SETTLED) {
                throw new IllegalStateException("a settlement was not settled");
            }
            settled++;
        }
        return settled;
    }

    private static PaymentUseCases useCases(Database database) {
        InstantSource micros = () -> InstantSource.system().instant().truncatedTo(ChronoUnit.MICROS);
        var retryPolicy = new RetryPolicy(
                Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofSeconds(30), 100);
        var options = new PaymentUseCases.Options(new Environment(micros, new Random(SEED)), retryPolicy);
        return PaymentUseCases.over(
                new PaymentDatabase(database, InstantSource.system()),
                new LedgerProvider(),
                new SettlementFeed(1, _ -> {}),
                options);
    }

    private void open() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PEOPLE; i++) {
                int number = i;
                threads.execute(() -> {
                    var id = new AccountId("p-" + number);
                    useCases.accounts().open(new OpenAccountCommand(UUID.randomUUID(), id, person(number), "EUR"));
                    useCases.accounts().deposit(new DepositCommand(UUID.randomUUID(), id, new Money("EUR", PLENTY)));
                });
            }
            for (int i = 0; i < MERCHANTS; i++) {
                int number = i;
                threads.execute(() -> useCases.accounts()
                        .open(new OpenAccountCommand(
                                UUID.randomUUID(), new AccountId("m-" + number), merchant(number), "EUR")));
            }
        }
    }

    private static Owner person(int number) {
        return new Owner.Person("p-" + number);
    }

    private static Owner merchant(int number) {
        return new Owner.Merchant("m-" + number);
    }

    @Override
    public void close() {
        auditLog.close();
        database.close();
    }
}
