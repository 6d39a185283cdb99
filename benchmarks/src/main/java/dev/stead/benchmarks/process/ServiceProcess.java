package dev.stead.benchmarks.process;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A service as a process of its own, with plaintext on loopback. Ends when it is closed, and when this JVM ends. Thread-safe. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_NANOS = 50_000_000;

    private final Spec spec;
    private final Process process;
    private final int port;
    private final int opsPort;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * What to start.
     *
     * @param identity as which it is called, such as {@code service/task}
     * @param mainClass by name
     * @param options of its JVM, beside those that every service needs
     * @param settings its {@code STEAD_*} variables, beside its ports
     */
    public record Spec(String identity, String mainClass, List<String> options, Map<String, String> settings) {
        public Spec {
            options = List.copyOf(options);
            settings = Map.copyOf(settings);
        }
    }

    private ServiceProcess(Spec spec, Process process, int port, int opsPort) {
        this.spec = spec;
        this.process = process;
        this.port = port;
        this.opsPort = opsPort;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Returns when it is ready. */
    public static ServiceProcess start(Spec spec) throws IOException, InterruptedException {
        int port = freePort();
        int opsPort = freePort();
        ProcessBuilder builder = java(spec.options(), spec.mainClass());
        builder.environment()
                .putAll(Map.of(
                        "STEAD_TLS", "plaintext",
                        "STEAD_PORT", Integer.toString(port),
                        "STEAD_OPS_PORT", Integer.toString(opsPort),
                        "STEAD_LOG_LEVEL", "warn",
                        "STEAD_DRAIN_DELAY", "1ms"));
        builder.environment().putAll(spec.settings());
        var started = new ServiceProcess(spec, builder.start(), port, opsPort);
        try {
            started.awaitReady();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            started.close();
            throw failed;
        }
        return started;
    }

    /** Runs a service's main class that does one thing and ends, such as to create a key. */
    public static void run(String mainClass, String... arguments) throws IOException, InterruptedException {
        int status = java(List.of(), mainClass, arguments).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(mainClass + " ended with status " + status + "; its output says why");
        }
    }

    private static ProcessBuilder java(List<String> options, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(key -> key.startsWith("STEAD_"));
        return builder;
    }

    /** A channel as this caller, such as {@code terminal/t-1}. Whoever opens it closes it. */
    public ManagedChannel open(String caller) {
        return Channels.open(ChannelConfig.of("127.0.0.1:" + port, TlsConfig.plaintext(caller), spec.identity()));
    }

    /** The text of {@code /metrics}. */
    public String metrics() throws IOException, InterruptedException {
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
        throw new IllegalStateException(spec.identity() + " did not get ready; its output says why");
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
