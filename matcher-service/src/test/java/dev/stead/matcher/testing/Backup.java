package dev.stead.matcher.testing;

import dev.stead.mesh.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A store as it was: the files of SQLite, or a copy of a PostgreSQL database. Taken and restored while nobody has the store open. */
public final class Backup {
    private static final String SQLITE = "sqlite:";

    private final String url;
    private final Map<Path, byte[]> files = new HashMap<>();
    private final String copy = "backup_" + UUID.randomUUID().toString().replace("-", "");

    private Backup(String url) {
        this.url = url;
    }

    public static Backup of(TestDatabase closed) {
        var backup = new Backup(closed.config().url());
        if (backup.isSqlite()) {
            backup.storeFiles().forEach(file -> backup.files.put(file, read(file)));
        } else {
            backup.copy(backup.database(), backup.copy);
        }
        return backup;
    }

    /** Puts the store back; what was written since is gone. May be done again. */
    public void restore() {
        if (isSqlite()) {
            storeFiles().forEach(Backup::delete);
            files.forEach(Backup::write);
        } else {
            sql("DROP DATABASE " + database());
            copy(copy, database());
        }
    }

    /** Whether the store's files hold these bytes; of SQLite only. */
    public static boolean filesHold(TestDatabase store, byte[] bytes) {
        var backup = new Backup(store.config().url());
        return backup.storeFiles().anyMatch(file -> indexOf(read(file), bytes) >= 0);
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isSqlite() {
        return url.startsWith(SQLITE);
    }

    private String database() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private Stream<Path> storeFiles() {
        Path file = Path.of(url.substring(SQLITE.length()));
        return Stream.of("", "-wal", "-shm")
                .map(suffix -> file.resolveSibling(file.getFileName() + suffix))
                .filter(Files::exists);
    }

    private void copy(String from, String to) {
        sql("CREATE DATABASE " + to + " TEMPLATE " + from);
    }

    private void sql(String statement) {
        String server = "jdbc:" + url.substring(0, url.lastIndexOf('/')) + "/postgres";
        try (Connection connection = DriverManager.getConnection(server, "postgres", "");
                Statement one = connection.createStatement()) {
            one.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
