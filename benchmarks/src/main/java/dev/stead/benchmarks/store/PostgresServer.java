package dev.stead.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own, from this machine's packages, with its default, durable settings. PostgreSQL refuses to run as
 * root; then the user postgres runs it. Closing it stops it and removes its files.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    /** The role that owns everything, and the user that runs it. */
    public static final String ROLE = "postgres";

    private static final String TPCB = "tpcb";
    private static final int SPARE_CONNECTIONS = 20;

    private final Path bin;
    private final Path data;
    private final int port;
    private final boolean root = "root".equals(System.getProperty("user.name"));

    private PostgresServer(Path bin, Path data, int port) {
        this.bin = bin;
        this.data = data;
        this.port = port;
    }

    /** Accepts this many connections and a few more. */
    public static PostgresServer start(int connections) throws IOException {
        Path bin = binaries();
        Path data = Files.createTempDirectory("stead-bench-postgres");
        var server = new PostgresServer(bin, data, freePort());
        if (server.root) {
            Files.setOwner(
                    data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(ROLE));
        }
        server.run("initdb -U " + ROLE + " -A trust -E UTF8 --locale=C -D " + data);
        server.run("pg_ctl -D " + data + " -w -l " + data.resolve("log") + " -o '-p " + server.port + " -k " + data
                + " -c max_connections=" + (connections + SPARE_CONNECTIONS) + "' start");
        return server;
    }

    /** Creates a database and returns its URL. */
    public String create(String database) {
        run(client("createdb") + " " + database);
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Creates the tables of TPC-B with this many branches, 100,000 accounts each. */
    public void fillTpcb(int branches) {
        create(TPCB);
        run(client("pgbench") + " -q -i -s " + branches + " " + TPCB);
    }

    /** Transactions of TPC-B a second, over whole seconds. */
    public double tpcb(int clients, Duration length) {
        long seconds = Math.max(1, length.toSeconds());
        String report = run(
                client("pgbench") + " -c " + clients + " -j " + Math.min(2, clients) + " -T " + seconds + " " + TPCB);
        Matcher tps = TPS.matcher(report);
        if (!tps.find()) {
            throw new IllegalStateException("pgbench did not say how many transactions a second it reached");
        }
        return Double.parseDouble(tps.group(1));
    }

    private String client(String program) {
        return program + " -h 127.0.0.1 -p " + port + " -U " + ROLE;
    }

    private String run(String command) {
        String line = bin + "/" + command;
        List<String> words = root ? List.of("su", ROLE, "-s", "/bin/sh", "-c", line) : List.of("/bin/sh", "-c", line);
        try {
            Path output = Files.createTempFile("stead-bench", ".log");
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int code = process.waitFor();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (code != 0) {
                throw new IllegalStateException(line + " ended with " + code + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Path binaries() throws IOException {
        if (Files.isDirectory(PACKAGES)) {
            try (Stream<Path> versions = Files.list(PACKAGES)) {
                List<Path> found = versions.map(version -> version.resolve("bin"))
                        .filter(folder -> Files.isExecutable(folder.resolve("pgbench"))
                                && Files.isExecutable(folder.resolve("initdb")))
                        .sorted(Comparator.reverseOrder())
                        .toList();
                if (!found.isEmpty()) {
                    return found.getFirst();
                }
            }
        }
        throw new IllegalStateException("no PostgreSQL with pgbench under " + PACKAGES
                + ": apt-get install postgresql, or measure SQLite alone with --store sqlite");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        run("pg_ctl -D " + data + " -m fast -w stop");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
