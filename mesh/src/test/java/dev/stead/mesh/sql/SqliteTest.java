package dev.stead.mesh.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.SettingsException;
import dev.stead.mesh.sql.StorageException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded store: what it insists on, and what it does when the disk does not play along. */
class SqliteTest {
    private static final String DELETED = "a template that was erased";

    @TempDir
    Path folder;

    @Test
    void synchronisesEveryCommitAndEnforcesForeignKeys() {
        try (Database database = open()) {
            database.write(handle -> {
                assertThat(handle.select("PRAGMA journal_mode")
                                .mapTo(String.class)
                                .one())
                        .isEqualTo("wal");
                assertThat(handle.select("PRAGMA synchronous")
                                .mapTo(Integer.class)
                                .one())
                        .isEqualTo(2);
                assertThat(handle.select("PRAGMA foreign_keys")
                                .mapTo(Integer.class)
                                .one())
                        .isEqualTo(1);
                assertThat(handle.select("PRAGMA busy_timeout")
                                .mapTo(Integer.class)
                                .one())
                        .isEqualTo(500);
                return true;
            });
        }
    }

    @Test
    void isItsUsersAloneAlsoIfItWasNot() throws IOException {
        try (Database database = open()) {
            database.change(handle -> handle.execute("CREATE TABLE t (a INT)"));
            assertThat(rights("")).isEqualTo("rw-------");
            assertThat(rights("-wal")).isEqualTo("rw-------");
            assertThat(rights("-shm")).isEqualTo("rw-------");
        }
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        open().close();
        assertThat(rights("")).isEqualTo("rw-------");
    }

    @Test
    void nothingOfADeletedRowIsLeftInItsFilesAfterAPurge() throws IOException {
        try (Database database = open()) {
            insertAndDelete(database);
            assertThat(isDeletedRowInAFile()).as("before the purge").isTrue();

            database.purge();

            assertThat(isDeletedRowInAFile()).isFalse();
        }
    }

    @Test
    void whatADeadProcessWouldHavePurgedIsPurgedAtTheNextStart() throws IOException {
        Path copy = folder.resolve("copy.db");
        try (Database database = open()) {
            insertAndDelete(database);
            // As a kill leaves them.
            Files.copy(file(), copy);
            Files.copy(file().resolveSibling("test.db-wal"), folder.resolve("copy.db-wal"));
        }
        try (Database _ = Database.open(DatabaseConfig.of("sqlite:" + copy), DatabaseTest.MIGRATIONS)) {
            assertThat(isDeletedRowInAFile()).isFalse();
        }
    }

    private static void insertAndDelete(Database database) {
        database.change(handle -> handle.execute("CREATE TABLE t (a TEXT)"));
        database.change(handle -> handle.execute("INSERT INTO t VALUES (?)", DELETED));
        database.change(handle -> {
            handle.createQuery("PRAGMA secure_delete = ON").mapTo(Integer.class).one();
            handle.execute("DELETE FROM t");
        });
    }

    private boolean isDeletedRowInAFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                if (new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1).contains(DELETED)) {
                    return true;
                }
            }
        }
        return false;
    }

    private String rights(String suffix) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file().resolveSibling(file().getFileName() + suffix)));
    }

    @Test
    void hasOneOwner() {
        try (Database _ = open()) {
            assertStorage(this::open, Kind.BUSY, "another process owns this store");
        }
        open().close();
    }

    @Test
    void aReaderSeesOneStateWhileTheWriterGoesOn() {
        try (Database database = open()) {
            DatabaseTest.put(database, "a", new byte[1]);
            Integer counted = database.read(handle -> {
                int before = handle.select("SELECT count(*) FROM thing")
                        .mapTo(Integer.class)
                        .one();
                DatabaseTest.put(database, "b", new byte[1]);
                int after = handle.select("SELECT count(*) FROM thing")
                        .mapTo(Integer.class)
                        .one();
                return before * 10 + after;
            });

            assertThat(counted).isEqualTo(11);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"this is no database, but long enough to be looked at as one by its first page", "x"})
    void refusesAFileThatIsNoDatabase(String content) throws IOException {
        Files.writeString(file(), content);

        assertStorage(this::open, Kind.CORRUPT, "Restore the last backup");
    }

    @Test
    void refusesADamagedFileAndServesItAgainWhenRestored() throws IOException {
        try (Database database = open()) {
            for (int i = 0; i < 200; i++) {
                DatabaseTest.put(database, "row" + i, new byte[1_000]);
            }
        }
        byte[] backup = Files.readAllBytes(file());
        try (var damage = new RandomAccessFile(file().toFile(), "rw")) {
            for (long page = 2; page < damage.length() / 4096; page += 3) {
                damage.seek(page * 4096);
                damage.write(new byte[64]);
            }
        }

        assertStorage(this::open, Kind.CORRUPT, "Restore the last backup");

        Files.write(file(), backup);
        open().close();
    }

    /** Row D6 found it: whoever looks an id up by an index that was damaged is given another row. */
    @Test
    void refusesAnIndexThatSaysSomethingElseThanItsTable() throws IOException {
        try (Database database = open()) {
            database.write(handle -> handle.execute("INSERT INTO thing VALUES ('first', x'77'), ('other', x'77')"));
        }
        // In the index's page an id has its row's number behind it, in the table's page it has the body.
        String bytes = Files.readString(file(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).containsOnlyOnce("other\2");
        Files.writeString(file(), bytes.replace("other\2", "other\3"), StandardCharsets.ISO_8859_1);

        assertStorage(this::open, Kind.CORRUPT, "is damaged");
    }

    @Test
    void answersAFullDiskAndLosesNothing() {
        try (Database database = open()) {
            DatabaseTest.put(database, "kept", new byte[10]);
            database.write(handle -> {
                int pages =
                        handle.select("PRAGMA page_count").mapTo(Integer.class).one();
                return handle.select("PRAGMA max_page_count = " + pages)
                        .mapTo(Integer.class)
                        .one();
            });

            assertStorage(() -> DatabaseTest.put(database, "large", new byte[100_000]), Kind.FULL, "no space left");

            assertThat(DatabaseTest.body(database, "kept")).isPresent();
            assertThat(DatabaseTest.body(database, "large")).isEmpty();
            assertThat(database.isUsable()).isTrue();
        }
    }

    @Test
    void answersBusyWhenSomebodyElseHoldsTheFile() throws Exception {
        try (Database database = open();
                var intruder = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = intruder.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertStorage(() -> DatabaseTest.put(database, "a", new byte[1]), Kind.BUSY, "busy");

            statement.execute("ROLLBACK");
            DatabaseTest.put(database, "a", new byte[1]);
        }
    }

    @Test
    void refusesAnotherHistoryOfMigrations() {
        open().close();

        assertStorage(
                () -> Database.open(config(), "dev/stead/mesh/sql/othermigrations"),
                Kind.FAILED,
                "another history of migrations");
        // The refusal gave the lock back.
        open().close();
    }

    /** As one flipped bit in the schema makes of it. */
    @Test
    void refusesAHistoryOfMigrationsThatCannotBeRead() throws SQLException {
        open().close();
        try (var intruder = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = intruder.createStatement()) {
            statement.execute("ALTER TABLE flyway_schema_history RENAME COLUMN execution_time TO execution_tile");
        }

        assertStorage(this::open, Kind.CORRUPT, "history of migrations that cannot be read");
    }

    @Test
    void refusesAFolderWithoutMigrations() {
        assertStorage(
                () -> Database.open(config(), "dev/stead/mesh/sql/nothing"), Kind.FAILED, "could not be migrated");
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");

        assertStorage(
                () -> Database.open(DatabaseConfig.of("sqlite:" + notAFolder.resolve("x.db")), DatabaseTest.MIGRATIONS),
                Kind.UNAVAILABLE,
                "cannot be written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mysql://host/db", "sqlite:", "sqlite::memory:", "/tmp/x.db"})
    void refusesAUrlOfNeitherEngine(String url) {
        assertThatThrownBy(() -> DatabaseConfig.of(url))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_DATABASE_URL");
    }

    private Path file() {
        return folder.resolve("test.db");
    }

    private DatabaseConfig config() {
        return new DatabaseConfig("sqlite:" + file(), "", Optional.empty(), 2, 1, Duration.ofMillis(500));
    }

    private Database open() {
        return Database.open(config(), DatabaseTest.MIGRATIONS);
    }

    private static void assertStorage(ThrowingCallable work, Kind kind, String words) {
        assertThatThrownBy(work)
                .hasMessageContaining(words)
                .hasNoCause()
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
