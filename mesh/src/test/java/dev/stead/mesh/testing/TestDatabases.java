package dev.stead.mesh.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Fresh, empty databases of both engines, for one contract test run on both:
 *
 * <pre>{@code
 * static Stream<TestDatabase> databases() {
 *     return TestDatabases.fresh("dev/stead/area/storage/migrations");
 * }
 *
 * @ParameterizedTest
 * @MethodSource("databases")
 * void keepsWhatItAcknowledged(TestDatabase test) { ... test.database() ... }
 * }</pre>
 *
 * JUnit closes each one after its test. One PostgreSQL server a JVM, started when first needed. With {@code -Dstead.test.databases=sqlite}
 * there is none of PostgreSQL: mutation testing starts a JVM for every class that it mutates, and can not wait for a server each time.
 */
public final class TestDatabases {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final boolean ONLY_SQLITE = "sqlite".equals(System.getProperty("stead.test.databases"));

    private TestDatabases() {}

    /** One of each engine, unless the JVM was told otherwise. Nothing is opened before {@link TestDatabase#database()} is called. */
    public static Stream<TestDatabase> fresh(String migrationsFolder) {
        TestDatabase sqlite = sqlite(migrationsFolder);
        return ONLY_SQLITE ? Stream.of(sqlite) : Stream.of(sqlite, postgresql(migrationsFolder));
    }

    /** An embedded one in a new temporary folder. */
    public static TestDatabase sqlite(String migrationsFolder) {
        return new TestDatabase("SQLite", TestDatabases::newFile, migrationsFolder);
    }

    /** A new database on the JVM's one server. */
    public static TestDatabase postgresql(String migrationsFolder) {
        return new TestDatabase("PostgreSQL", TestDatabases::newPostgresql, migrationsFolder);
    }

    private static String newFile() {
        try {
            return "sqlite:" + Files.createTempDirectory("stead-test").resolve("test.db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String newPostgresql() {
        EmbeddedPostgres server = Server.RUNNING;
        String name = "test" + COUNT.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "postgresql://localhost:" + server.getPort() + "/" + name;
    }

    /** Started when first touched; zonky stops it with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                // zonky switches synchronisation off; the start-up check would rightly refuse that.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
