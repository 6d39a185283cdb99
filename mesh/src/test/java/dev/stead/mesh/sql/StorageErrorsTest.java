package dev.stead.mesh.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.sql.StorageException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageErrorsTest {
    private static final String PERSONAL = "Key (name)=(Ada Lovelace) already exists";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "5, BUSY",
        "6, BUSY",
        "517, BUSY",
        "13, FULL",
        "11, CORRUPT",
        "26, CORRUPT",
        "14, UNAVAILABLE",
        "8, UNAVAILABLE",
        "10, UNAVAILABLE",
        "1034, UNAVAILABLE",
        "19, CONSTRAINT",
        "2067, CONSTRAINT",
        "1, FAILED"
    })
    void readsSqlitesResultCodes(int code, Kind kind) {
        assertKind(Dialect.SQLITE, new SQLException(PERSONAL, null, code), kind);
    }

    @ParameterizedTest
    @CsvSource({
        "53100, FULL",
        "XX001, CORRUPT",
        "08006, UNAVAILABLE",
        "57P01, UNAVAILABLE",
        "58030, UNAVAILABLE",
        "28P01, UNAVAILABLE",
        "40001, BUSY",
        "40P01, BUSY",
        "55P03, BUSY",
        "57014, BUSY",
        "53300, BUSY",
        "23505, CONSTRAINT",
        "42601, FAILED"
    })
    void readsPostgresStates(String state, Kind kind) {
        assertKind(Dialect.POSTGRESQL, new SQLException(PERSONAL, state), kind);
    }

    @Test
    void looksBehindAPoolsTimeOutForTheReason() {
        var timeOut = new SQLTransientConnectionException("timed out", null, 0, new SQLException(PERSONAL, "08001"));

        assertKind(Dialect.POSTGRESQL, timeOut, Kind.UNAVAILABLE);
        assertKind(Dialect.POSTGRESQL, new SQLTransientConnectionException("timed out"), Kind.BUSY);
        assertKind(Dialect.SQLITE, new SQLTransientConnectionException("timed out"), Kind.BUSY);
    }

    /** 1034 is SQLITE_IOERR_FSYNC. */
    @Test
    void acknowledgesNothingAnyMoreAfterAFailedSynchronisation() {
        List<String> stops = new ArrayList<>();
        var config = DatabaseConfig.of("sqlite:" + folder.resolve("test.db"));
        try (Database database = Database.open(config, DatabaseTest.MIGRATIONS, stops::add)) {
            assertUnavailable(() -> database.change(_ -> {
                throw new ConnectionException(new SQLException(PERSONAL, null, 1034));
            }));

            assertUnavailable(() -> DatabaseTest.put(database, "a", new byte[1]));
            assertUnavailable(() -> DatabaseTest.body(database, "a"));
            assertThat(database.isUsable()).isFalse();
            assertThat(stops).containsExactly("SQLite is not available (result code 1034)");
        }
    }

    private static void assertUnavailable(Runnable work) {
        assertThatThrownBy(work::run)
                .hasMessageContaining("could not synchronise")
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    private static void assertKind(Dialect dialect, SQLException failure, Kind kind) {
        StorageException exception = StorageErrors.of(dialect, new ConnectionException(failure));

        assertThat(exception.kind()).isEqualTo(kind);
        assertThat(exception).hasNoCause().hasMessageNotContaining("Ada");
        assertThat(exception.problem().message()).doesNotContain("Ada");
    }
}
