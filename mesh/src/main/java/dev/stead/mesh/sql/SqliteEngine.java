package dev.stead.mesh.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stead.mesh.sql.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;

/**
 * An embedded file: write-ahead log, full synchronisation at every commit, foreign keys on, one writer. Takes the lock, checks
 * the file, then migrates it.
 */
record SqliteEngine(Path file, FileLock lock, HikariDataSource readers, HikariDataSource writers)
        implements DatabaseEngine {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final String HEADER = "SQLite format 3\0";

    static SqliteEngine open(DatabaseConfig config, String migrationsFolder) {
        Path file = config.file();
        FileLock lock = lock(file);
        try {
            keepToOwner(file);
            SQLiteDataSource source = source(file, config, SQLiteConfig.TransactionMode.IMMEDIATE);
            checkHeader(file);
            check(source, file);
            Migrations.run(source, Dialect.SQLITE, migrationsFolder);
            HikariConfig readers = DatabaseEngine.pool(
                    "readers",
                    source(file, config, SQLiteConfig.TransactionMode.DEFERRED),
                    config.readers(),
                    config.patience());
            readers.setConnectionInitSql("PRAGMA query_only = ON");
            HikariConfig writers = DatabaseEngine.pool("writer", source, 1, config.patience());
            for (HikariConfig pool : List.of(readers, writers)) {
                pool.setMaxLifetime(0);
                pool.setIdleTimeout(0);
            }
            var engine = new SqliteEngine(file, lock, new HikariDataSource(readers), new HikariDataSource(writers));
            // What was to be purged when the last process died.
            engine.purge();
            return engine;
        } catch (RuntimeException | Error e) {
            DatabaseEngine.closeAll(List.of(lock));
            throw e;
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public void purge() {
        try (Connection connection = writers.getConnection();
                Statement statement = connection.createStatement()) {
            if (!ask(statement, "wal_checkpoint(TRUNCATE)").equals("0")) {
                throw new StorageException(
                        Kind.BUSY, "a reader of " + file.getFileName() + " takes too long: repeat the request");
            }
        } catch (SQLException e) {
            throw StorageErrors.of(Dialect.SQLITE, e);
        }
        syncLog();
    }

    /** Or a crash of the machine could bring back the log's length, and with it its content. */
    private void syncLog() {
        try (FileChannel log =
                FileChannel.open(file.resolveSibling(file.getFileName() + "-wal"), StandardOpenOption.WRITE)) {
            log.force(true);
        } catch (NoSuchFileException none) {
            // Nothing was written yet.
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "the write-ahead log of " + file + " cannot be synchronised");
        }
    }

    @Override
    public void close() {
        // The writer after the readers: the last connection to close merges the write-ahead log into the file.
        DatabaseEngine.closeAll(List.of(readers, writers, lock));
    }

    private static FileLock lock(Path file) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return FileLock.take(file.resolveSibling(file.getFileName() + ".lock"));
        } catch (IOException e) {
            throw new StorageException(
                    Kind.UNAVAILABLE,
                    "The folder of " + file + " cannot be written ("
                            + e.getClass().getSimpleName()
                            + "): create it, let this process write to it, free some space, or set another STEAD_DATABASE_URL.");
        }
    }

    /** SQLite makes the files beside a database with the same rights. */
    private static void keepToOwner(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            if (Files.notExists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            for (String suffix : List.of("", "-wal", "-shm")) {
                Path part = file.resolveSibling(file.getFileName() + suffix);
                if (Files.exists(part) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(part))) {
                    Files.setPosixFilePermissions(part, OWNER_ONLY);
                }
            }
        } catch (IOException e) {
            throw new StorageException(
                    Kind.UNAVAILABLE,
                    file + " cannot be kept to this process's user ("
                            + e.getClass().getSimpleName()
                            + "): give the file to that user, with mode 0600, or set another STEAD_DATABASE_URL.");
        }
    }

    private static SQLiteDataSource source(
            Path file, DatabaseConfig config, SQLiteConfig.TransactionMode transactionMode) {
        var pragmas = new SQLiteConfig();
        pragmas.setJournalMode(SQLiteConfig.JournalMode.WAL);
        pragmas.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        pragmas.enforceForeignKeys(true);
        pragmas.setBusyTimeout((int) config.patience().toMillis());
        pragmas.setTransactionMode(transactionMode);
        var source = new SQLiteDataSource(pragmas);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** SQLite itself treats a file that is too short to be a database as a new one, and overwrites it. */
    private static void checkHeader(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(HEADER.length());
            if (header.length > 0 && !HEADER.equals(new String(header, StandardCharsets.ISO_8859_1))) {
                throw corrupt(file);
            }
        } catch (NoSuchFileException fresh) {
            // Made by the first connection.
        } catch (IOException e) {
            throw new StorageException(
                    Kind.UNAVAILABLE, file + " cannot be read (" + e.getClass().getSimpleName() + "): see its rights.");
        }
    }

    /**
     * Reads the pragmas back, because a driver or file system that ignored one would lose data silently. Then reads the whole file and
     * compares each index with its table: pages have no checksums, and a damaged index would make an answered request look new.
     */
    private static void check(SQLiteDataSource source, Path file) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            expect(statement, "journal_mode", "wal", file);
            expect(statement, "synchronous", "2", file);
            expect(statement, "foreign_keys", "1", file);
            if (!ask(statement, "integrity_check(1)").equals("ok")) {
                throw corrupt(file);
            }
        } catch (SQLException e) {
            if (!isLibraryLoaded()) {
                throw new StorageException(
                        Kind.UNAVAILABLE,
                        "SQLite's library cannot be run from the folder of temporary files, "
                                + System.getProperty("java.io.tmpdir")
                                + ": it is mounted noexec, full, or not to be written. Let JAVA_TOOL_OPTIONS="
                                + "-Djava.io.tmpdir=FOLDER name another one.");
            }
            StorageException exception = StorageErrors.of(Dialect.SQLITE, e);
            if (exception.kind() == Kind.CORRUPT) {
                throw corrupt(file);
            }
            throw DatabaseEngine.refused(
                    Dialect.SQLITE,
                    e,
                    "It could not open " + file
                            + ": check that this process may read and write it, or set another STEAD_DATABASE_URL.");
        }
    }

    private static boolean isLibraryLoaded() {
        try {
            return SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError unloadable) {
            return false;
        }
    }

    private static void expect(Statement statement, String pragma, String expected, Path file) throws SQLException {
        String actual = ask(statement, pragma);
        if (!actual.equals(expected)) {
            throw new StorageException(
                    Kind.FAILED,
                    "SQLite has " + pragma + "=" + actual + " instead of " + expected + " for " + file
                            + ": let STEAD_DATABASE_URL name a file on a local file system that supports shared memory and locks.");
        }
    }

    private static String ask(Statement statement, String pragma) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA " + pragma)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static StorageException corrupt(Path file) {
        return new StorageException(
                Kind.CORRUPT,
                file
                        + " is damaged or not a SQLite database. Restore the last backup and keep the damaged file, or set another"
                        + " STEAD_DATABASE_URL.");
    }
}
