package dev.stead.systemtests.rows;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.ChangedRequestRow;
import dev.stead.payment.testing.ProviderChaosRow;
import dev.stead.payment.testing.SameRequestRow;
import java.util.List;

/** M3, M4 and M5: the payment desk within this process, over a real store, with a provider and a clock that obey. */
final class DeskRow implements Row {
    private final String name;
    private final String proves;
    private final Stores store;
    private final Work work;

    /** What the payment adapter's own tests run, too. */
    private interface Work {
        dev.stead.payment.testing.Row over(TestDatabase database, RowContext circumstances) throws Exception;
    }

    private DeskRow(String name, String proves, Stores store, Work work) {
        this.name = name;
        this.proves = proves;
        this.store = store;
        this.work = work;
    }

    /** M3: two services over one PostgreSQL; an embedded file has one. */
    static Row sameRequest(Stores store) {
        return new DeskRow(
                "M3",
                "one request sent 50 times at once moves money once and has one answer",
                store,
                (database, circumstances) -> {
                    var first = new PaymentDatabase(database.database());
                    int requests = circumstances.size().of(20, 200);
                    if (store == Stores.SQLITE) {
                        return SameRequestRow.run(List.of(first), requests, circumstances.seed());
                    }
                    try (Database second = Database.open(database.config(), PaymentDatabase.MIGRATIONS)) {
                        List<UnitOfWork> both = List.of(first, new PaymentDatabase(second));
                        return SameRequestRow.run(both, requests, circumstances.seed());
                    }
                });
    }

    /** M4. */
    static Row changedRequest(Stores store) {
        return new DeskRow(
                "M4",
                "a request id that comes again with any one field changed is refused, after a restart too",
                store,
                (database, circumstances) -> ChangedRequestRow.run(
                        () -> new PaymentDatabase(database.reopen()),
                        circumstances.size().of(3, 200),
                        circumstances.seed()));
    }

    /** M5. */
    static Row providerChaos(Stores store) {
        return new DeskRow(
                "M5",
                "a provider that answers 30 % of its calls badly takes nothing twice; all is resolved in 5 minutes",
                store,
                (database, circumstances) -> ProviderChaosRow.run(
                        new PaymentDatabase(database.database()),
                        circumstances.size().of(300, 20_000),
                        circumstances.seed()));
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
    public Result run(RowContext circumstances) throws Exception {
        try (TestDatabase database = store == Stores.SQLITE
                ? TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)
                : TestDatabases.postgresql(PaymentDatabase.MIGRATIONS)) {
            dev.stead.payment.testing.Row found = work.over(database, circumstances);
            var result = new Result();
            found.figures().forEach(result::figure);
            found.failures().forEach(failure -> result.require(false, failure));
            return result;
        }
    }
}
