package dev.stead.mesh.sql;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the data is, and how it is connected to.
 *
 * @param url {@code sqlite:/folder/file.db} or {@code postgresql://host:port/database}
 * @param user PostgreSQL's role; unused by SQLite
 * @param passwordFile a file with PostgreSQL's password on its first line; unused by SQLite
 * @param readers connections for reading
 * @param writers connections for writing; SQLite always has one
 * @param patience how long a transaction waits for a connection or a lock before it gives up as busy
 */
public record DatabaseConfig(
        String url, String user, Optional<Path> passwordFile, int readers, int writers, Duration patience) {
    private static final String SQLITE = "sqlite:";
    private static final String POSTGRESQL = "postgresql://";

    public DatabaseConfig {
        if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRESQL)) {
            throw new SettingsException("STEAD_DATABASE_URL must be sqlite:/folder/file.db or"
                    + " postgresql://host:port/database, but begins with neither.");
        }
        if (url.equals(SQLITE) || url.contains(":memory:")) {
            throw new SettingsException("STEAD_DATABASE_URL needs a file after sqlite:, such as sqlite:data/stead.db.");
        }
    }

    /** The defaults for a URL. */
    public static DatabaseConfig of(String url) {
        return new DatabaseConfig(url, "stead", Optional.empty(), 4, 8, Duration.ofSeconds(5));
    }

    public static DatabaseConfig from(Settings settings, String defaultUrl) {
        return new DatabaseConfig(
                settings.text(
                        "STEAD_DATABASE_URL", defaultUrl, "sqlite:/folder/file.db or postgresql://host:port/database"),
                settings.text("STEAD_DATABASE_USER", "stead", "PostgreSQL's role"),
                settings.file("STEAD_DATABASE_PASSWORD_FILE", "a file with PostgreSQL's password on its first line"),
                settings.integer("STEAD_DATABASE_READERS", 4, 1, 64, "connections for reading"),
                settings.integer(
                        "STEAD_DATABASE_WRITERS", 8, 1, 64, "connections for writing (PostgreSQL; SQLite has one)"),
                settings.duration(
                        "STEAD_DATABASE_PATIENCE",
                        Duration.ofSeconds(5),
                        "how long a transaction waits for a connection or a lock"));
    }

    Dialect dialect() {
        return url.startsWith(SQLITE) ? Dialect.SQLITE : Dialect.POSTGRESQL;
    }

    /** The embedded database's file. */
    Path file() {
        return Path.of(url.substring(SQLITE.length())).toAbsolutePath();
    }
}
