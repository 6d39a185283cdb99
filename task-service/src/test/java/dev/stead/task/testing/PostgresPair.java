package dev.stead.task.testing;

import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL primary with a synchronous standby, both processes of their own, from the same binaries as the other tests' server: a
 * commit is acknowledged only when both have it on disk. Closing it kills both.
 */
public final class PostgresPair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path binaries;
    private final Path folder;
    private final Server primary;
    private final Server standby;

    private record Server(Process process, int port) {}

    public PostgresPair() throws IOException, SQLException, InterruptedException {
        binaries = binaries();
        folder = Files.createTempDirectory("stead-pair");
        Path data = folder.resolve("primary");
        run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF-8", "--locale=C", "--pgdata=" + data);
        primary = start(data, freePort());
        Path copy = folder.resolve("standby");
        copyTo(copy, data);
        standby = start(copy, freePort());
        try (Connection connection = connect(primary);
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
            statement.execute("SELECT pg_reload_conf()");
            await(statement, "SELECT COUNT(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
            statement.execute("CREATE DATABASE task");
        }
    }

    /** Both servers, whichever is the primary. */
    public DatabaseConfig config() {
        DatabaseConfig defaults = DatabaseConfig.of("postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:"
                + standby.port() + "/task?targetServerType=primary&hostRecheckSeconds=0");
        return new DatabaseConfig(defaults.url(), "postgres", Optional.empty(), 4, 8, Duration.ofSeconds(2));
    }

    /** SIGKILL; whatever the standby does not have is gone. */
    public void killPrimary() {
        primary.process().destroyForcibly();
    }

    /** Makes the standby the primary. */
    public void promote() throws SQLException {
        try (Connection connection = connect(standby);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_promote(true, 60)");
        }
    }

    /** The server that the other tests use says in its own file which program it is. */
    private static Path binaries() throws IOException {
        try (TestDatabase test = TestDatabases.postgresql(TaskDatabase.MIGRATIONS)) {
            String data = test.database()
                    .read(handle -> handle.createQuery("SHOW data_directory")
                            .mapTo(String.class)
                            .one());
            String program = Files.readString(Path.of(data, "postmaster.opts")).split(" ", -1)[0];
            return Objects.requireNonNull(Path.of(program.replace("\"", "")).getParent());
        }
    }

    private Server start(Path data, int port) throws IOException, SQLException, InterruptedException {
        var server = new Server(
                command(
                                "postgres",
                                "-D",
                                data.toString(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "wal_keep_size=256")
                        .redirectErrorStream(true)
                        .redirectOutput(
                                folder.resolve(data.getFileName() + ".log").toFile())
                        .start(),
                port);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection _ = connect(server)) {
                return server;
            } catch (SQLException notYet) {
                if (System.nanoTime() > end || !server.process().isAlive()) {
                    server.process().destroyForcibly();
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** A base backup by PostgreSQL's own protocol for it: start, copy the files, stop, keep the label. */
    private void copyTo(Path copy, Path data) throws IOException, SQLException {
        try (Connection connection = connect(primary);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copy(data, copy);
            try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop()")) {
                stopped.next();
                Files.writeString(copy.resolve("backup_label"), stopped.getString(1));
            }
        }
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primary.port()
                        + " user=postgres application_name=standby'\n");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path made = to.resolve(from.relativize(folder));
                Files.createDirectories(made);
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean ofTheLog = file.startsWith(from.resolve("pg_wal"));
                if (!ofTheLog && !file.getFileName().toString().startsWith("postmaster.")) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException removedMeanwhile) {
                        // The log tells the standby.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                if (gone instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw gone;
            }
        });
    }

    private static void await(Statement statement, String condition) throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (ResultSet rows = statement.executeQuery(condition)) {
                if (rows.next() && rows.getBoolean(1)) {
                    return;
                }
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for: " + condition);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Connection connect(Server server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?connectTimeout=2", "postgres", "");
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        Process process = command(program, arguments).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(program + ": " + said);
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own nobody is. */
    private ProcessBuilder command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        primary.process().destroyForcibly();
        standby.process().destroyForcibly();
    }
}
