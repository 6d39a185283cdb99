package dev.stead.payment.storage;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.Dialect;
import dev.stead.mesh.sql.StorageException;
import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.application.RequestConsistencyCheck;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.PaymentException;
import java.util.function.Function;

/** The store over a {@link Database}, which the caller owns. Thread-safe. */
public final class PaymentDatabase implements UnitOfWork {
    /** Where the migrations are on the class path. */
    public static final String MIGRATIONS = "dev/stead/payment/storage/migrations";

    private final Database database;
    private final GroupCommit group;

    /** Over a database that was opened with {@link #MIGRATIONS}. */
    public PaymentDatabase(Database database) {
        this.database = database;
        this.group = new GroupCommit(database);
    }

    /**
     * Refuses a ledger that does not add up, or with a settlement about anything else than its request asked for. PostgreSQL's pages have
     * checksums; those of an embedded file have none, so that a flipped bit would be served. Its indexes were compared with their tables
     * when the database was opened.
     *
     * @throws StorageException with the fix
     */
    public void requireUndamaged() {
        if (database.dialect() == Dialect.SQLITE && !isUndamaged()) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "The ledger does not add up: its file is damaged, and is not served. Restore the last backup (keep the damaged file).");
        }
    }

    private boolean isUndamaged() {
        try {
            return new BalanceCheck(this).check().isBalanced() && new RequestConsistencyCheck(this).areAllAsAsked();
        } catch (IllegalArgumentException | IllegalStateException | PaymentException damaged) {
            // A value that no writer of ours wrote: a state that is none, an id that is none.
            return false;
        }
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
