package dev.stead.systemtests.rows;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.ChangedRequestRow;
import dev.stead.payment.testing.ProviderChaosRow;
import dev.stead.payment.testing.SameRequestRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** M3, M4 and M5: the payment use cases in this process, over a real store, with a scripted provider and clock. */
final class PaymentRow implements Row {
    /** Of the acts' times, which no row looks at. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final String name;
    private final String proves;
    private final Stores store;
    private final Work work;

    /** A row of the payment adapter's own tests. */
    private interface Work {
        dev.stead.payment.testing.Row over(TestDatabase database, RowContext context) throws Exception;
    }

    private PaymentRow(String name, String proves, Stores store, Work work) {
        this.name = name;
        this.proves = proves;
        this.store = store;
        this.work = work;
    }

    /** M3: two services over one PostgreSQL; an embedded file has one. */
    static Row sameRequest(Stores store) {
        return new PaymentRow(
                "M3",
                "one request sent 50 times at once moves money once and has one answer",
                store,
                (database, context) -> {
                    var first = new PaymentDatabase(database.database(), CLOCK);
                    int requests = context.size().of(20, 200);
                    if (store == Stores.SQLITE) {
                        return SameRequestRow.run(List.of(first), requests, context.seed());
                    }
                    try (Database second = Database.open(database.config(), PaymentDatabase.MIGRATIONS)) {
                        List<UnitOfWork> both = List.of(first, new PaymentDatabase(second, CLOCK));
                        return SameRequestRow.run(both, requests, context.seed());
                    }
                });
    }

    /** M4. */
    static Row changedRequest(Stores store) {
        return new PaymentRow(
                "M4",
                "a request id reused with any one field changed is refused, after a restart too",
                store,
                (database, context) -> ChangedRequestRow.run(
                        () -> new PaymentDatabase(database.reopen(), CLOCK),
                        context.size().of(3, 200),
                        context.seed()));
    }

    /** M5. */
    static Row providerChaos(Stores store) {
        return new PaymentRow(
                "M5",
                "a provider that misbehaves on 30 % of its calls takes nothing twice; all is resolved in 5 minutes",
                store,
                (database, context) -> ProviderChaosRow.run(
                        new PaymentDatabase(database.database(), CLOCK),
                        context.size().of(300, 20_000),
                        context.seed()));
    }

    @Override
    public String name() {
        return name + "-" + store.word();
    }

    @Override
    public String proves() {
        return proves;
    }

    @Override
    public Result run(RowContext context) throws Exception {
        try (TestDatabase database = store == Stores.SQLITE
                ? TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)
                : TestDatabases.postgresql(PaymentDatabase.MIGRATIONS)) {
            dev.stead.payment.testing.Row found = work.over(database, context);
            var result = new Result();
            found.figures().forEach(result::figure);
            found.failures().forEach(failure -> result.require(false, failure));
            return result;
        }
    }
}
