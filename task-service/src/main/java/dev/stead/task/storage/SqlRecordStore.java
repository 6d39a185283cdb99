package dev.stead.task.storage;

import dev.stead.mesh.sql.Database;
import dev.stead.task.domain.Bell;
import dev.stead.task.domain.RecordStore;
import dev.stead.task.domain.Records;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Keeps everything in one SQL database. Reads go through a cache of the register that is never stale; writes read the register itself.
 * After a commit the bell rings for everybody who was told something. Does not own the database. Thread-safe.
 */
public final class SqlRecordStore implements RecordStore {
    /** Where the migrations lie on the class path. */
    public static final String MIGRATIONS = "dev/stead/task/storage/migrations";

    private final Database database;
    private final Bell bell;
    private final RegisterCache cache = new RegisterCache();

    public SqlRecordStore(Database database, Bell bell) {
        this.database = database;
        this.bell = bell;
    }

    @Override
    public <T> T read(Function<Records, T> work) {
        return database.read(handle -> work.apply(
                new SqlRecords(handle, new CachedRegister(cache, new SqlRegister(handle)), new TreeSet<>())));
    }

    @Override
    public <T> T write(Function<Records, T> work) {
        Set<String> told = new TreeSet<>();
        T result = database.write(handle -> {
            told.clear();
            return work.apply(new SqlRecords(handle, new SqlRegister(handle), told));
        });
        bell.ring(told);
        return result;
    }
}
