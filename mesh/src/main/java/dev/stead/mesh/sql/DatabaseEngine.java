package dev.stead.mesh.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The connections to a database that was checked and migrated. */
sealed interface DatabaseEngine extends AutoCloseable permits SqliteEngine, PostgresEngine {
    Dialect dialect();

    HikariDataSource readers();

    HikariDataSource writers();

    /** As {@link Database#purge}. */
    void purge();

    @Override
    void close();

    static HikariConfig pool(String name, DataSource source, int size, Duration patience) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(size, 1));
        config.setConnectionTimeout(Math.max(250, patience.toMillis()));
        // The database was checked before; a pool that connects later must not log the driver's words.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** Translates what a pool or driver throws at the start, and adds what to do about it. */
    static StorageException refused(Dialect dialect, Throwable failure, String fix) {
        StorageException exception = StorageErrors.of(dialect, failure);
        return new StorageException(exception.kind(), exception.getMessage() + ". " + fix);
    }

    static void closeAll(List<? extends AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(DatabaseEngine.class)
                        .warn("Could not close {}", resource.getClass().getSimpleName());
            }
        }
    }
}
