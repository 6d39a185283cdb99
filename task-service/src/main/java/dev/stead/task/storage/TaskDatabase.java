package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.stead.mesh.sql.Database;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything in one SQL database. Reads go through a cache of the register that is never stale; writes read the register itself.
 * After a commit the bell rings for everybody who was told something. Does not own the database. Thread-safe.
 */
public final class TaskDatabase implements UnitOfWork {
    /** Where the migrations lie on the class path. */
    public static final String MIGRATIONS = "dev/stead/task/storage/migrations";

    private static final Logger LOG = LoggerFactory.getLogger(TaskDatabase.class);
    private static final int CONVERTED_AT_ONCE = 500;

    private final Database database;
    private final InboxSignal bell;
    private final RegistryCache cache = new RegistryCache();
    private final MandateCache mandates = new MandateCache();
    private final ReadyCache ready = new ReadyCache();

    public TaskDatabase(Database database, InboxSignal bell) {
        this.database = database;
        this.bell = bell;
    }

    /**
     * Converts what a version before stored in another format, in transactions of bounded size. To be called at every start: processes of
     * the version before may have written since the last one. Reads one index if nothing is left to convert.
     */
    public void convertOldMandates() {
        MandateConversion.Result result = new MandateConversion(database, CONVERTED_AT_ONCE).run();
        if (result.converted() > 0) {
            LOG.info("converted {} stored mandates to format {}", result.converted(), MandateCache.FORMAT);
        }
        if (result.left() > 0) {
            LOG.warn("left {} stored mandates in format 1: this version does not understand them", result.left());
        }
    }

    @Override
    public <T> T read(Function<Repositories, T> work) {
        return database.read(handle -> {
            var reading = new Reading(new CachedRegistry(cache, new RegistryTable(handle)), mandates, ready);
            return work.apply(new TaskTables(handle, reading, new TreeSet<>()));
        });
    }

    @Override
    public <T> T write(Function<Repositories, T> work) {
        Set<String> told = new TreeSet<>();
        T result = database.write(handle -> {
            told.clear();
            var reading = new Reading(new RegistryTable(handle), mandates, ReadyCache.NONE);
            return work.apply(new TaskTables(handle, reading, told));
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
                "mandates", mandates.terms.stats());
    }
}
