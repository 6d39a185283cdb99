package dev.stead.payment.storage;

import dev.stead.mesh.sql.Database;
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
