package dev.stead.mesh.testing;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.DatabaseConfig;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One database for one test, opened when first asked for. Closing it closes the database; its files are left to the temporary folder. */
public final class TestDatabase implements AutoCloseable {
    private final String name;
    private final Supplier<String> url;
    private final String migrationsFolder;
    private @Nullable DatabaseConfig config;
    private @Nullable Database open;

    TestDatabase(String name, Supplier<String> url, String migrationsFolder) {
        this.name = name;
        this.url = url;
        this.migrationsFolder = migrationsFolder;
    }

    /** The configuration of this database; the first call makes it. */
    public DatabaseConfig config() {
        DatabaseConfig known = config;
        if (known == null) {
            DatabaseConfig defaults = DatabaseConfig.of(url.get());
            known = new DatabaseConfig(defaults.url(), "postgres", Optional.empty(), 2, 4, defaults.patience());
            config = known;
        }
        return known;
    }

    /** The open, migrated database. */
    public Database database() {
        Database known = open;
        if (known == null) {
            known = Database.open(config(), migrationsFolder);
            open = known;
        }
        return known;
    }

    /** Closes and opens it again, as a restart does. */
    public Database reopen() {
        close();
        return database();
    }

    @Override
    public void close() {
        Database known = open;
        open = null;
        if (known != null) {
            known.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
