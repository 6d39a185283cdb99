package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.stead.mesh.sql.Database;
import dev.stead.task.domain.Bell;
import dev.stead.task.domain.RecordStore;
import dev.stead.task.domain.Records;
import java.util.Map;
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
    private final MandateTexts mandates = new MandateTexts();
    private final ReadyCache ready = new ReadyCache();

    public SqlRecordStore(Database database, Bell bell) {
        this.database = database;
        this.bell = bell;
    }

    @Override
    public <T> T read(Function<Records, T> work) {
        return database.read(handle -> {
            var reading = new Reading(new CachedRegister(cache, new SqlRegister(handle)), mandates, ready);
            return work.apply(new SqlRecords(handle, reading, new TreeSet<>()));
        });
    }

    @Override
    public <T> T write(Function<Records, T> work) {
        Set<String> told = new TreeSet<>();
        T result = database.write(handle -> {
            told.clear();
            var reading = new Reading(new SqlRegister(handle), mandates, ReadyCache.NONE);
            return work.apply(new SqlRecords(handle, reading, told));
        });
        bell.ring(told);
        return result;
    }

    /** What the caches are called and how often they knew, since the start. */
    public Map<String, CacheStats> cacheStats() {
        return Map.of(
                "terminals", cache.terminals.stats(),
                "ready", ready.views.stats(),
                "merchants", cache.merchants.stats(),
                "sites", cache.sites.stats(),
                "windows", mandates.windows.stats(),
                "places", mandates.places.stats(),
                "constraints", mandates.constraints.stats());
    }
}
