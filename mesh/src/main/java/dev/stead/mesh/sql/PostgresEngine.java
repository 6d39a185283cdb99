package dev.stead.mesh.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import dev.stead.mesh.TextFile;
import dev.stead.mesh.sql.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;

/** A PostgreSQL server: writers run READ COMMITTED, readers see one snapshot a transaction. Refuses a server that may lose a commit. */
record PostgresEngine(HikariDataSource readers, HikariDataSource writers) implements DatabaseEngine {
    private static final int OLDEST = 14;

    static PostgresEngine open(DatabaseConfig config, String migrationsFolder) {
        DataSource source = source(config);
        check(source);
        Migrations.run(source, Dialect.POSTGRESQL, migrationsFolder);
        HikariConfig readers = DatabaseEngine.pool("readers", source, config.readers(), config.patience());
        readers.setReadOnly(true);
        readers.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        HikariConfig writers = DatabaseEngine.pool("writers", source, config.writers(), config.patience());
        writers.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new PostgresEngine(new HikariDataSource(readers), new HikariDataSource(writers));
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public void purge() {
        // Vacuum, and the retention of the write-ahead log, are the server's.
    }

    @Override
    public void close() {
        DatabaseEngine.closeAll(List.of(readers, writers));
    }

    private static DataSource source(DatabaseConfig config) {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "stead");
        // The server's details quote values of the row.
        properties.setProperty("logServerErrorDetail", "false");
        String seconds = Long.toString(Math.max(1, config.patience().toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "options",
                "-c lock_timeout=" + config.patience().toMillis() + " -c idle_in_transaction_session_timeout=60000");
        String password = config.passwordFile().map(PostgresEngine::firstLine).orElse("");
        try {
            return new DriverDataSource(
                    "jdbc:" + config.url(), "org.postgresql.Driver", properties, config.user(), password);
        } catch (RuntimeException malformed) {
            // Without the driver's words: they repeat the URL.
            throw new StorageException(
                    Kind.FAILED, "STEAD_DATABASE_URL must be of the form postgresql://host:port/database, but is not.");
        }
    }

    private static void check(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            int version = Integer.parseInt(show(statement, "server_version_num")) / 10_000;
            if (version < OLDEST) {
                throw refuse("is version " + version, "use " + OLDEST + " or later");
            }
            for (String setting : List.of("synchronous_commit", "fsync", "full_page_writes")) {
                String value = show(statement, setting);
                if (!value.equals("on") && !value.equals("remote_apply")) {
                    throw refuse(
                            "has " + setting + "=" + value + " and may lose what it acknowledged",
                            "set " + setting + "=on for the server, the database and the role");
                }
            }
        } catch (SQLException e) {
            throw DatabaseEngine.refused(
                    Dialect.POSTGRESQL,
                    e,
                    "Check that the server of STEAD_DATABASE_URL is running and has that database, and that"
                            + " STEAD_DATABASE_USER and STEAD_DATABASE_PASSWORD_FILE are right.");
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW " + setting)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static StorageException refuse(String reason, String fix) {
        return new StorageException(
                Kind.FAILED, "The PostgreSQL server of STEAD_DATABASE_URL " + reason + ": " + fix + ".");
    }

    private static String firstLine(Path file) {
        try {
            return TextFile.firstLine(file);
        } catch (IOException e) {
            throw new StorageException(
                    Kind.UNAVAILABLE,
                    "STEAD_DATABASE_PASSWORD_FILE names " + file + ", which cannot be read: " + e.getMessage());
        }
    }
}
