package dev.stead.systemtests.mesh;

import dev.stead.matcher.MatcherMain;
import dev.stead.payment.PaymentMain;
import dev.stead.standalone.StandaloneMain;
import dev.stead.task.TaskMain;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The three services, each in a process of its own, configured by the files of {@code stead home}. Owns the processes. */
final class SeparateServices implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final int OPS_ABOVE = 1_000;

    private final Path home;
    private final int[] ports;
    private final List<Process> processes = new ArrayList<>();

    private SeparateServices(Path home, int[] ports) {
        this.home = home;
        this.ports = ports;
    }

    static SeparateServices start(Path home) throws IOException, InterruptedException {
        return start(home, List.of(), Map.of());
    }

    /**
     * Waits until all are ready.
     *
     * @param identities that the home has besides those of the services, such as {@code terminal/till-1}
     * @param matcherSettings of the matcher besides those of the home
     */
    static SeparateServices start(Path home, List<String> identities, Map<String, String> matcherSettings)
            throws IOException, InterruptedException {
        var mesh = new SeparateServices(home, new int[] {freePort(), freePort(), freePort()});
        String[] words = Stream.concat(Stream.of("home"), identities.stream()).toArray(String[]::new);
        if (StandaloneMain.run(mesh.with(words)) != 0) {
            throw new IllegalStateException("stead home failed");
        }
        try {
            mesh.begin("matcher", MatcherMain.class, matcherSettings);
            mesh.begin("task", TaskMain.class, Map.of());
            mesh.begin("payment", PaymentMain.class, Map.of());
            for (int port : mesh.ports) {
                mesh.awaitReady(port + OPS_ABOVE);
            }
            return mesh;
        } catch (RuntimeException | IOException | InterruptedException e) {
            mesh.close();
            throw e;
        }
    }

    /** Where the matcher, the task service and the payment adapter listen, in this order. */
    List<String> addresses() {
        return Arrays.stream(ports).mapToObj(port -> "localhost:" + port).toList();
    }

    /** All that a service has printed and logged, by its name. */
    Map<String, String> logs() throws IOException {
        Map<String, String> logs = new HashMap<>();
        for (String service : List.of("matcher", "task", "payment")) {
            logs.put(service, Files.readString(home.resolve(service + ".log")));
        }
        return logs;
    }

    /** The lines of the matcher's metrics. */
    List<String> matcherMetrics() throws IOException, InterruptedException {
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://localhost:" + (ports[0] + OPS_ABOVE) + "/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(page, BodyHandlers.ofLines()).body().toList();
        }
    }

    /** A command's words, followed by where this mesh is. */
    String[] with(String... words) {
        String[] where = {
            "--home", home.toString(),
            "--matcher", "localhost:" + ports[0],
            "--task", "localhost:" + ports[1],
            "--payment", "localhost:" + ports[2]
        };
        return Stream.concat(Stream.of(words), Stream.of(where)).toArray(String[]::new);
    }

    /** SIGTERM to all, and waits until they have drained. */
    void stop() throws InterruptedException {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a service did not stop within " + TIMEOUT.toSeconds() + " s");
            }
        }
    }

    List<Integer> exitCodes() {
        return processes.stream().map(Process::exitValue).toList();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }

    private void begin(String service, Class<?> main, Map<String, String> settings) throws IOException {
        // As the help of 'home' says: a shell reads the file of settings.
        var builder = new ProcessBuilder(
                "sh",
                "-c",
                "set -a; . \"$0\"; exec \"$@\"",
                home.resolve(service + ".env").toAbsolutePath().toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-modules=jdk.incubator.vector",
                // The services' own, not one of the tests' on this class path.
                "-Dlogback.configurationFile=logback.xml",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        builder.environment().keySet().removeIf(key -> key.startsWith("STEAD_"));
        builder.environment().putAll(settings);
        processes.add(builder.redirectErrorStream(true)
                .redirectOutput(home.resolve(service + ".log").toFile())
                .start());
    }

    private void awaitReady(int opsPort) throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://localhost:" + opsPort + "/readyz"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!isReady(client, ready)) {
                if (System.nanoTime() > deadline || processes.stream().anyMatch(process -> !process.isAlive())) {
                    throw new IllegalStateException("the mesh did not become ready; see the logs in " + home);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest ready) throws InterruptedException {
        try {
            return client.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Free, and with a free one for metrics and probes above. */
    private static int freePort() throws IOException {
        while (true) {
            try (var port = new ServerSocket(0)) {
                if (port.getLocalPort() < 65_535 - OPS_ABOVE && isFree(port.getLocalPort() + OPS_ABOVE)) {
                    return port.getLocalPort();
                }
            }
        }
    }

    private static boolean isFree(int port) {
        try (var ops = new ServerSocket(port)) {
            return ops.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
