package dev.stead.benchmarks.tasks;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.sql.DatabaseConfig;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The task service as a process of its own, with the memory that {@code ./stead task} gives it. Closing it ends the process. */
final class TaskProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_NANOS = 50_000_000;

    private final Process process;
    private final int port;
    private final int opsPort;
    private final HttpClient client = HttpClient.newHttpClient();

    private TaskProcess(Process process, int port, int opsPort) {
        this.process = process;
        this.port = port;
        this.opsPort = opsPort;
    }

    static TaskProcess start(DatabaseConfig database, Path assertionJwks) throws IOException, InterruptedException {
        int port = freePort();
        int opsPort = freePort();
        List<String> command = Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-Xms48m",
                        "-Xmn32m",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.stead.task.TaskMain")
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().keySet().removeIf(key -> key.startsWith("STEAD_"));
        builder.environment()
                .putAll(Map.of(
                        "STEAD_TLS", "plaintext",
                        "STEAD_PORT", Integer.toString(port),
                        "STEAD_OPS_PORT", Integer.toString(opsPort),
                        "STEAD_LOG_LEVEL", "warn",
                        "STEAD_DRAIN_DELAY", "1ms",
                        "STEAD_ASSERTION_JWKS_FILE",
                                assertionJwks.toAbsolutePath().toString(),
                        "STEAD_DATABASE_URL", database.url(),
                        "STEAD_DATABASE_USER", database.user()));
        var started = new TaskProcess(builder.start(), port, opsPort);
        try {
            started.awaitReady();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            started.close();
            throw failed;
        }
        return started;
    }

    ManagedChannel terminal() {
        return Channels.open(ChannelConfig.of(
                "127.0.0.1:" + port, TlsConfig.plaintext("terminal/" + TaskPopulation.TERMINAL), "service/task"));
    }

    /** The text of {@code /metrics}. */
    String metrics() throws IOException, InterruptedException {
        return get("/metrics").body();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (get("/readyz").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // Retried below.
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        throw new IllegalStateException("the task service did not get ready; its output says why");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + opsPort + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
