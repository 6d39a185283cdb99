package dev.stead.mesh.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.sql.StorageException.Kind;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a PostgreSQL server must be, and what becomes of its refusals. */
class PostgresTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final TestDatabase test = TestDatabases.postgresql(DatabaseTest.MIGRATIONS);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void refusesAServerThatMayLoseACommit() {
        String name = test.config().url().replaceAll(".*/", "");
        test.database().change(handle -> handle.execute("ALTER DATABASE " + name + " SET synchronous_commit = off"));

        assertStorage(test::reopen, Kind.FAILED, "synchronous_commit=off");
    }

    @Test
    void readsOneSnapshotAndWritesReadCommitted() {
        Database database = test.database();

        assertThat(database.<String>read(handle -> handle.select("SHOW transaction_isolation")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("repeatable read");
        assertThat(database.<String>write(handle -> handle.select("SHOW transaction_isolation")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("read committed");
    }

    @Test
    void runsBothTransactionsOfADeadlockToTheEnd() throws Exception {
        Database database = test.database();
        DatabaseTest.put(database, "a", new byte[1]);
        DatabaseTest.put(database, "b", new byte[1]);
        var both = new CyclicBarrier(2);
        var runs = new AtomicInteger();

        var first = CompletableFuture.runAsync(() -> crosswise(database, "a", "b", both, runs), THREADS);
        var second = CompletableFuture.runAsync(() -> crosswise(database, "b", "a", both, runs), THREADS);

        CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);
        // One of the two was run again; more often if they met again.
        assertThat(runs.get()).isBetween(3, 8);
    }

    @Test
    void answersBusyWhenALockIsHeldForTooLong() throws Exception {
        Database database = impatient();
        DatabaseTest.put(database, "a", new byte[1]);
        try (database) {
            database.write(handle -> {
                handle.execute("UPDATE thing SET body = body WHERE id = 'a'");
                var other = CompletableFuture.runAsync(
                        () -> database.change(h -> h.execute("UPDATE thing SET body = body WHERE id = 'a'")), THREADS);
                assertThat(other)
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableThat()
                        .withCauseInstanceOf(StorageException.class)
                        .withMessageContaining("busy");
                return true;
            });
        }
    }

    @Test
    void saysWhenTheServerCannotBeReached() {
        assertStorage(
                () -> Database.open(DatabaseConfig.of("postgresql://127.0.0.1:1/none"), DatabaseTest.MIGRATIONS),
                Kind.UNAVAILABLE,
                "STEAD_DATABASE_URL");
    }

    @Test
    void refusesAnotherHistoryOfMigrations() {
        test.database().close();

        assertStorage(
                () -> Database.open(test.config(), "dev/stead/mesh/sql/othermigrations"),
                Kind.FAILED,
                "another history of migrations");
    }

    private Database impatient() {
        DatabaseConfig config = test.config();
        return Database.open(
                new DatabaseConfig(config.url(), "postgres", Optional.empty(), 1, 2, Duration.ofMillis(500)),
                DatabaseTest.MIGRATIONS);
    }

    private static void crosswise(Database database, String one, String other, CyclicBarrier both, AtomicInteger runs) {
        var waited = new AtomicInteger();
        database.change(handle -> {
            runs.incrementAndGet();
            handle.execute("UPDATE thing SET body = body WHERE id = ?", one);
            if (waited.getAndIncrement() == 0) {
                try {
                    both.await(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            handle.execute("UPDATE thing SET body = body WHERE id = ?", other);
        });
    }

    private static void assertStorage(ThrowingCallable work, Kind kind, String words) {
        assertThatThrownBy(work)
                .hasMessageContaining(words)
                .hasNoCause()
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
