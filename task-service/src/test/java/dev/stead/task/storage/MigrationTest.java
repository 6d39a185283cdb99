package dev.stead.task.storage;

import static dev.stead.task.storage.StoreSample.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.task.Contact;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import dev.stead.task.testing.TaskWorld;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A process of the version before goes on working while, and after, a new one migrates the database under it. */
class MigrationTest {
    private static final int CLIENTS = 3;
    private static final String WINDOW = "absolute 2026-11-23T08:00:00Z 2026-11-23T18:00:00Z";

    private final AtomicInteger written = new AtomicInteger();
    private final CountDownLatch atWork = new CountDownLatch(30);
    private final AtomicBoolean migrated = new AtomicBoolean();
    private final CountDownLatch after = new CountDownLatch(30);

    private static String jdbc(TestDatabase test) {
        return "jdbc:" + test.config().url();
    }

    private static void migrateTo(String version, TestDatabase test, String blob) {
        Flyway.configure()
                .dataSource(jdbc(test), "postgres", "")
                .locations("classpath:" + TaskDatabase.MIGRATIONS)
                .placeholders(java.util.Map.of("blob", blob))
                .target(version)
                .load()
                .migrate();
    }

    private static void town(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO merchants (merchant_id, display_name) VALUES ('bakery', 'Bakery')");
            statement.execute("INSERT INTO people (person_id, display_name) VALUES ('alice', 'Alice'), ('bob', 'Bob')");
            statement.execute("INSERT INTO contacts (person_id, contact_id) VALUES ('alice', 'bob')");
            statement.execute("INSERT INTO terminals (terminal_id, latitude, longitude, merchant_id, state)"
                    + " VALUES ('t-1', 48.8566, 2.3522, 'bakery', 'ACTIVE')");
        }
    }

    /** One task's life in the words of the version before: proposed, claimed, paid, told. */
    private static void oldLife(Connection connection, String id) throws SQLException {
        connection.setAutoCommit(false);
        change(
                connection,
                "INSERT INTO orders (merchant_id, order_id, description, currency, amount, point_label, point_code,"
                        + " order_time, state, held_by) VALUES ('bakery', ?, 'Two loaves', 'EUR', 1250, NULL, NULL, 1,"
                        + " 'OPEN', NULL)",
                id);
        change(
                connection,
                "INSERT INTO tasks (task_id, delegator_id, delegate_id, merchant_id, order_id, kind, open_window, places,"
                        + " limit_currency, limit_amount, max_uses, note, close_time, state, uses, failures,"
                        + " last_execution_id, create_time, update_time, version) VALUES (?, 'alice', 'bob', 'bakery', ?,"
                        + " 'PAYMENT', '" + WINDOW + "', 'circle 48.8566 2.3522 200.0', 'EUR', 2000, 1, '', "
                        + Micros.of(NOW.plusSeconds(3600)) + ", 'READY', 0, 0, NULL, 1, 1, 2)",
                id,
                id);
        connection.commit();
        change(connection, "UPDATE tasks SET state = 'EXECUTING', version = 3 WHERE task_id = ? AND version = 2", id);
        change(
                connection,
                "INSERT INTO executions (execution_id, task_id, terminal_id, outcome, currency, amount, settlement_id,"
                        + " reason, point_label, point_code, create_time, update_time, attempts, next_attempt)"
                        + " VALUES (?, ?, 't-1', 'SETTLING', 'EUR', 1250, NULL, NULL, NULL, NULL, 1, 1, 0, 1)",
                id,
                id);
        connection.commit();
        change(connection, "UPDATE executions SET outcome = 'PAID', settlement_id = 's' WHERE execution_id = ?", id);
        change(
                connection,
                "UPDATE tasks SET state = 'SUCCEEDED', uses = 1, last_execution_id = ?, version = 4"
                        + " WHERE task_id = ? AND version = 3",
                id,
                id);
        change(
                connection,
                "INSERT INTO inboxes (person_id, last_number, acknowledged) VALUES ('alice', 1, 0)"
                        + " ON CONFLICT (person_id) DO UPDATE SET last_number = inboxes.last_number + 1");
        change(
                connection,
                "INSERT INTO notifications (person_id, number, kind, create_time, task_id, state, uses, failures,"
                        + " update_time, version, order_state, execution_id, outcome, settlement_id, reason,"
                        + " execution_update_time) SELECT 'alice', last_number, 'SUCCEEDED', 1, ?, 'SUCCEEDED', 1, 0, 1, 4,"
                        + " 'PAID', ?, 'PAID', 's', NULL, 1 FROM inboxes WHERE person_id = 'alice'",
                id,
                id);
        connection.commit();
    }

    private static void change(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).as(sql).isEqualTo(1);
        }
    }

    private static void readsAll(Database database, List<String> ids) {
        var store = new TaskDatabase(database, new InboxSignal(), InstantSource.system());
        readsAll(store, ids);
        store.convertOldMandates();
        assertThat(ofFormat1(database)).isZero();
        readsAll(store, ids);
    }

    private static int ofFormat1(Database database) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM tasks WHERE mandate_format = 1")
                .mapTo(Integer.class)
                .one());
    }

    private static void readsAll(UnitOfWork store, List<String> ids) {
        store.<Boolean>read(repositories -> {
            for (String id : ids) {
                var taskId = new TaskId(id);
                TaskView view = repositories.tasks().view(taskId).orElseThrow();
                assertThat(view.task().state()).isEqualTo(TaskState.SUCCEEDED);
                assertThat(view.task().mandate().constraints()).isEmpty();
                assertThat(view.task().progress().revoking()).isFalse();
                assertThat(view.order().kind()).isEmpty();
                assertThat(repositories.executions().findUses(taskId, Instant.EPOCH))
                        .hasSize(1);
            }
            assertThat(repositories.inboxes().findAfter(new PersonId("alice"), 0, 10_000))
                    .hasSize(ids.size());
            return true;
        });
    }

    @Test
    void theVersionBeforeGoesOnWhilePostgresqlIsMigrated() throws Exception {
        try (TestDatabase test = TestDatabases.postgresql(TaskDatabase.MIGRATIONS);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            migrateTo("1", test, "BYTEA");
            try (Connection connection = DriverManager.getConnection(jdbc(test), "postgres", "")) {
                town(connection);
            }
            var stop = new AtomicBoolean();
            List<Future<List<String>>> old = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> traffic(test, client, stop)))
                    .toList();
            Database database;
            int before;
            try {
                TaskWorld.await(atWork);
                before = written.get();
                database = test.database();
                new TaskDatabase(database, new InboxSignal(), InstantSource.system()).convertOldMandates();
                migrated.set(true);
                TaskWorld.await(after);
            } finally {
                stop.set(true);
            }
            List<String> ids = new ArrayList<>();
            for (Future<List<String>> client : old) {
                ids.addAll(client.get());
            }
            assertThat(before).isGreaterThanOrEqualTo(30);
            assertThat(ids).hasSizeGreaterThanOrEqualTo(60);
            // What the version before wrote after the conversion.
            assertThat(ofFormat1(database)).isPositive();
            readsAll(database, ids);
            contactsOfTheVersionBeforeHaveAgreed(database);
        }
    }

    private List<String> traffic(TestDatabase test, int client, AtomicBoolean stop) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(jdbc(test), "postgres", "")) {
            while (!stop.get()) {
                String id = "t-" + client + "-" + ids.size();
                oldLife(connection, id);
                ids.add(id);
                written.incrementAndGet();
                atWork.countDown();
                if (migrated.get()) {
                    after.countDown();
                }
            }
        }
        return ids;
    }

    @Test
    void whatTheVersionBeforeKeptInSqliteIsRead() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            migrateTo("1", test, "BLOB");
            List<String> ids = IntStream.range(0, 20).mapToObj(i -> "t-" + i).toList();
            try (Connection connection = DriverManager.getConnection(jdbc(test))) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA journal_mode = WAL");
                }
                town(connection);
                for (String id : ids) {
                    oldLife(connection, id);
                }
            }
            readsAll(test.database(), ids);
            contactsOfTheVersionBeforeHaveAgreed(test.database());
        }
    }

    private static void contactsOfTheVersionBeforeHaveAgreed(Database database) {
        new TaskDatabase(database, new InboxSignal(), InstantSource.system()).<Boolean>read(repositories -> {
            assertThat(repositories.people().contactsOf(new PersonId("bob")))
                    .containsExactly(new Contact(new PersonId("alice"), Optional.of("Alice"), Contact.State.MUTUAL));
            return true;
        });
    }
}
