package dev.stead.payment.storage;

import dev.stead.mesh.sql.Database;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.UnitOfWork;
import java.util.function.Function;

/** Transactions over a {@link Database}, which the caller owns. Thread-safe. */
public final class PaymentDatabase implements UnitOfWork {
    /** Where the migrations are on the class path. */
    public static final String MIGRATIONS = "dev/stead/payment/storage/migrations";

    /** Has a row if anybody has an account. */
    public static final String ANYBODY = "SELECT 1 FROM accounts WHERE owner_kind = 'PERSON' LIMIT 1";

    private final Database database;
    private final GroupCommit group;

    /** @param database opened with {@link #MIGRATIONS} */
    public PaymentDatabase(Database database) {
        this.database = database;
        this.group = new GroupCommit(database);
    }

    @Override
    public <T> T read(Function<Repositories, T> work) {
        return database.read(handle -> work.apply(new PaymentTables(handle)));
    }

    /** PostgreSQL groups the commits of its many writers itself. */
    @Override
    public <T> T write(Function<Repositories, T> work) {
        return switch (database.dialect()) {
            case SQLITE -> group.write(handle -> work.apply(new PaymentTables(handle)));
            case POSTGRESQL -> database.write(handle -> work.apply(new PaymentTables(handle)));
        };
    }
}
