package dev.stead.payment.storage;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.Dialect;
import dev.stead.mesh.sql.StorageException;
import dev.stead.payment.domain.BalanceCheck;
import dev.stead.payment.domain.Books;
import dev.stead.payment.domain.Store;
import java.util.function.Function;

/** The store over a {@link Database}, which the caller owns. Thread-safe. */
public final class SqlStore implements Store {
    /** Where the migrations are on the class path. */
    public static final String MIGRATIONS = "dev/stead/payment/storage/migrations";

    private final Database database;
    private final GroupCommit group;

    /** Over a database that was opened with {@link #MIGRATIONS}. */
    public SqlStore(Database database) {
        this.database = database;
        this.group = new GroupCommit(database);
    }

    /**
     * Refuses a ledger that does not add up, or whose accounts are not those of its indexes. PostgreSQL's pages have checksums; those of
     * an embedded file have none, so that a flipped bit would be served.
     *
     * @throws StorageException with the fix
     */
    public void requireUndamaged() {
        if (database.dialect() != Dialect.SQLITE) {
            return;
        }
        String accounts = database.read(handle -> handle.select("PRAGMA integrity_check(accounts)")
                .mapTo(String.class)
                .first());
        if (!accounts.equals("ok") || !new BalanceCheck(this).check().isBalanced()) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "The ledger does not add up: its file is damaged, and is not served. Restore the last backup (keep the damaged file).");
        }
    }

    @Override
    public <T> T read(Function<Books, T> work) {
        return database.read(handle -> work.apply(new SqlBooks(handle)));
    }

    /** PostgreSQL groups the commits of its many writers itself. */
    @Override
    public <T> T write(Function<Books, T> work) {
        return switch (database.dialect()) {
            case SQLITE -> group.write(handle -> work.apply(new SqlBooks(handle)));
            case POSTGRESQL -> database.write(handle -> work.apply(new SqlBooks(handle)));
        };
    }
}
