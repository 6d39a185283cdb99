package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.audit.Actor;
import dev.stead.mesh.sql.Database;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.PersonId;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores everything in one SQL database. Reads go through a cache that is never stale; writes read the tables themselves. After a
 * commit everybody who was notified of something is signalled. Whatever changes what people and operators rely on is recorded as an act
 * in the same transaction. Does not own the database. Thread-safe.
 */
public final class TaskDatabase implements UnitOfWork {
    /** Where the migrations lie on the class path. */
    public static final String MIGRATIONS = "dev/stead/task/storage/migrations";

    /** Has a row if anybody has used this store. */
    public static final String ANYBODY = "SELECT 1 FROM people LIMIT 1";

    private static final Logger LOG = LoggerFactory.getLogger(TaskDatabase.class);
    private static final int CONVERTED_AT_ONCE = 500;
    /** A read does nothing that could be recorded. */
    private static final Actor NOBODY = new Actor("", "");

    private final Database database;
    private final InboxSignal signal;
    private final InstantSource clock;
    private final ReadCache cache = new ReadCache();
    private final MandateCache mandates = new MandateCache();

    /** @param clock the time of acts */
    public TaskDatabase(Database database, InboxSignal signal, InstantSource clock) {
        this.database = database;
        this.signal = signal;
        this.clock = clock;
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
            var acts = new ActRecorder(handle, NOBODY, clock);
            var context = new ReadContext(new CachedRegistry(cache, new RegistryTable(handle, acts)), mandates, cache);
            return work.apply(new TaskTables(handle, context, new HashSet<>(), acts));
        });
    }

    @Override
    public <T> T write(Function<Repositories, T> work) {
        Set<PersonId> notified = new HashSet<>();
        Actor actor = Actor.current("task");
        T result = database.write(handle -> {
            notified.clear();
            var acts = new ActRecorder(handle, actor, clock);
            var context = new ReadContext(new RegistryTable(handle, acts), mandates, ReadCache.NONE);
            return work.apply(new TaskTables(handle, context, notified, acts));
        });
        signal.signal(notified);
        return result;
    }

    /** Hits and misses since the start, by the name of the cache. */
    public Map<String, CacheStats> cacheStats() {
        return Map.of(
                "terminals", cache.terminals.stats(),
                "ready", cache.readyTasks.stats(),
                "merchants", cache.merchants.stats(),
                "sites", cache.sites.stats(),
                "mandates", mandates.terms.stats());
    }
}
