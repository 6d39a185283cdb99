package dev.stead.mesh.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A service's own database. {@link #open} checks that it keeps what it acknowledges and migrates it, or refuses it with the
 * reason and the fix. Owns its connections and the lock of an embedded file. Thread-safe.
 *
 * <p>When {@link #write} returns, the transaction is on the disk. If the disk fails to synchronise, nobody knows the state of the last
 * transactions (the kernel may drop the dirty pages), so nothing more is tried: from then on every call throws {@link
 * StorageException.Kind#UNAVAILABLE}, and the {@link DurabilityLoss} given to {@link #open} stops the process. The next start
 * recovers from the write-ahead log.
 */
public final class Database implements AutoCloseable {
    private static final int TRIES = 5;

    private final DatabaseEngine engine;
    private final Jdbi reader;
    private final Jdbi writer;
    private final DurabilityLoss onLoss;
    private final AtomicBoolean lost = new AtomicBoolean();

    private Database(DatabaseEngine engine, DurabilityLoss onLoss) {
        this.engine = engine;
        this.onLoss = onLoss;
        this.reader = jdbi(engine.readers());
        this.writer = jdbi(engine.writers());
    }

    /**
     * Opens and migrates.
     *
     * @param migrationsFolder the folder of the Flyway scripts on the class path, such as {@code dev/stead/area/storage/migrations}
     * @throws StorageException with the reason and the fix if the database is locked by another process, damaged, not
     *     durable, unreachable or of another history of migrations
     */
    public static Database open(DatabaseConfig config, String migrationsFolder) {
        return open(config, migrationsFolder, DurabilityLoss.HALT);
    }

    /** As {@link #open(DatabaseConfig, String)}, with another reaction to a disk that fails. */
    public static Database open(DatabaseConfig config, String migrationsFolder, DurabilityLoss onLoss) {
        DatabaseEngine engine = switch (config.dialect()) {
            case SQLITE -> SqliteEngine.open(config, migrationsFolder);
            case POSTGRESQL -> PostgresEngine.open(config, migrationsFolder);
        };
        return new Database(engine, onLoss);
    }

    /** Runs the work in one read-only transaction, which sees one consistent state. Throws what the work throws. */
    public <T> T read(HandleCallback<T, RuntimeException> work) {
        return run(reader, work);
    }

    /**
     * Runs the work in one durable transaction: committed when it returns, rolled back when it throws. SQLite has one writer at
     * a time. PostgreSQL runs READ COMMITTED and may run the work again after a deadlock: the work must have no other effects.
     */
    public <T> T write(HandleCallback<T, RuntimeException> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return run(writer, work);
            } catch (Repeatable e) {
                if (attempt == TRIES) {
                    throw e.exception;
                }
                // At different times, or the same two would deadlock again.
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000, 20_000_000) * attempt);
            }
        }
    }

    /** As {@link #write}, for work without a result. */
    public void change(HandleConsumer<RuntimeException> work) {
        write(handle -> {
            work.useHandle(handle);
            return true;
        });
    }

    /**
     * Removes from the files what deleted and replaced rows have left there beside the tables. With SQLite that is the write-ahead log;
     * what a transaction deletes from the tables themselves it must overwrite ({@code PRAGMA secure_delete}). PostgreSQL keeps dead rows
     * until vacuum, and its write-ahead log for as long as the server is set to: there this does nothing.
     *
     * @throws StorageException {@code BUSY} if a reader needs what is there for longer than the patience of a call
     */
    public void purge() {
        engine.purge();
    }

    public Dialect dialect() {
        return engine.dialect();
    }

    /** False once durability is lost; for the readiness of the service. Does not access the database. */
    public boolean isUsable() {
        return !lost.get();
    }

    /** Closes the connections and releases the lock. */
    @Override
    public void close() {
        engine.close();
    }

    @Override
    public String toString() {
        return dialect().title();
    }

    private <T> T run(Jdbi jdbi, HandleCallback<T, RuntimeException> work) {
        if (lost.get()) {
            throw stopped();
        }
        try {
            return jdbi.inTransaction(work);
        } catch (JdbiException e) {
            throw translated(e);
        }
    }

    private RuntimeException translated(JdbiException failure) {
        if (StorageErrors.isDurabilityLost(dialect(), failure)) {
            if (lost.compareAndSet(false, true)) {
                onLoss.lost(StorageErrors.of(dialect(), failure).describe());
            }
            return stopped();
        }
        StorageException exception = StorageErrors.of(dialect(), failure);
        return StorageErrors.isWorthRepeating(dialect(), failure) ? new Repeatable(exception) : exception;
    }

    private StorageException stopped() {
        return new StorageException(
                StorageException.Kind.UNAVAILABLE,
                dialect().title()
                        + " could not synchronise with its disk and stopped: check the disk, replace it if necessary,"
                        + " and restart the service.");
    }

    private Jdbi jdbi(HikariDataSource pool) {
        Jdbi jdbi = Jdbi.create(pool);
        jdbi.define("forUpdate", dialect().forUpdate());
        jdbi.define("blob", dialect().blob());
        return jdbi;
    }

    /** Tells {@link #write} that the transaction may be run again. Never leaves this class. */
    @SuppressWarnings("serial")
    private static final class Repeatable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final StorageException exception;

        Repeatable(StorageException exception) {
            super(exception.getMessage(), null, false, false);
            this.exception = exception;
        }
    }
}
