package dev.stead.systemtests.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL server of its own that keeps what it acknowledges. Owns the server and its files. */
public final class Postgres implements AutoCloseable {
    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts one. */
    public static Postgres start() throws IOException {
        // zonky switches synchronisation off, which the services rightly refuse.
        return new Postgres(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start());
    }

    /** Creates a database; returns the settings that point a service at it. */
    public Map<String, String> database(String name) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return Map.of(
                "STEAD_DATABASE_URL",
                "postgresql://localhost:" + server.getPort() + "/" + name,
                "STEAD_DATABASE_USER",
                "postgres");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
