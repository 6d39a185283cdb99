package dev.stead.mesh.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.sql.StorageException.Kind;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of both engines. */
class DatabaseTest {
    static final String MIGRATIONS = "dev/stead/mesh/sql/migrations";

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keepsWhatItAcknowledgedAfterReopening(TestDatabase test) {
        put(test.database(), "a", new byte[] {1, 2});

        assertThat(body(test.reopen(), "a")).contains(new byte[] {1, 2});
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rollsBackWhenTheWorkThrows(TestDatabase test) {
        Database database = test.database();

        assertThatThrownBy(() -> database.change(handle -> {
                    handle.execute("INSERT INTO thing (id, body) VALUES (?, ?)", "a", new byte[0]);
                    throw new IllegalArgumentException("mine");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mine");

        assertThat(body(database, "a")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refusesToWriteInAReadTransaction(TestDatabase test) {
        assertThatThrownBy(() -> test.database().read(handle -> handle.execute("DELETE FROM thing")))
                .isInstanceOf(StorageException.class);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tellsAViolatedConstraintWithoutTheValues(TestDatabase test) {
        Database database = test.database();
        put(database, "Ada Lovelace", new byte[0]);

        assertThatThrownBy(() -> put(database, "Ada Lovelace", new byte[0]))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONSTRAINT))
                .hasMessageNotContaining("Ada")
                .hasNoCause();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void locksRowsInTheDialectOfTheEngine(TestDatabase test) {
        Database database = test.database();
        put(database, "a", new byte[0]);

        Optional<String> id =
                database.write(handle -> handle.createQuery("SELECT id FROM thing WHERE id = :id <forUpdate>")
                        .bind("id", "a")
                        .mapTo(String.class)
                        .findOne());

        assertThat(id).contains("a");
    }

    static void put(Database database, String id, byte[] body) {
        database.change(handle -> handle.createUpdate("INSERT INTO thing (id, body) VALUES (:id, :body)")
                .bind("id", id)
                .bind("body", body)
                .execute());
    }

    static Optional<byte[]> body(Database database, String id) {
        return database.read(handle -> handle.createQuery("SELECT body FROM thing WHERE id = :id")
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne());
    }
}
