package dev.stead.systemtests.process;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program in a JVM of its own, with this JVM's class path, that can be killed and started again on the same port. Owns the process.
 * Not thread-safe, but for {@link #isAlive}.
 */
public final class JavaProcess implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final Spec spec;
    private final Path log;
    private final FastStart fast;
    private final Path scratch;
    private volatile @Nullable Process process;

    /**
     * What to run.
     *
     * @param name for the log's file and for messages
     * @param main its class
     * @param arguments of the program
     * @param settings its whole {@code STEAD_*} environment
     * @param port takes connections when the program is ready
     * @param timeout with a start or a stop
     */
    public record Spec(
            String name,
            String main,
            List<String> arguments,
            Map<String, String> settings,
            int port,
            Duration timeout) {}

    /** Nothing runs before {@link #start}. */
    public JavaProcess(Spec spec, Path folder) {
        this.spec = spec;
        this.log = folder.resolve(spec.name + ".log");
        this.fast = FastStart.of(spec.main);
        this.scratch = folder;
    }

    /** Has it started and stopped once, if that makes later starts faster. */
    public void prepare() throws IOException, InterruptedException {
        if (!fast.isMade()) {
            Path made = fast.made(ProcessHandle.current().pid());
            start(List.of(), List.of("-XX:AOTCacheOutput=" + made), Map.of());
            requireReady();
            stop();
            fast.keep(made);
        }
    }

    /** Starts it as it is configured; {@link #awaitReady} waits for it. */
    public void start() throws IOException {
        start(List.of(), Map.of());
    }

    /**
     * Starts it.
     *
     * @param before words before {@code java}, such as those of fiu-run
     * @param settings added to its own
     */
    public void start(List<String> before, Map<String, String> settings) throws IOException {
        start(before, fast.isMade() ? List.of("-XX:AOTCache=" + fast.cache()) : List.of(), settings);
    }

    /** Starts it with options of the JVM, which win over those that make every start here cheap. Without the cache, which is of those. */
    public void startWith(List<String> options) throws IOException {
        start(List.of(), options, Map.of());
    }

    private void start(List<String> before, List<String> options, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Ddev.stead.failpoints=allowed",
                // Starts are what a kill costs, and these processes do not live long enough for the second compiler.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // What a killed process unpacked goes with the row's folder.
                "-Djava.io.tmpdir=" + scratch));
        command.addAll(options);
        String classPath =
                fast.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", classPath, spec.main));
        command.addAll(spec.arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("STEAD_"));
        builder.environment().putAll(spec.settings);
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = builder.start();
    }

    /** Waits until it takes connections. False if it ended before. */
    public boolean awaitReady() {
        for (long waited = 0; waited < spec.timeout.toNanos(); waited += LOOK_EVERY.toNanos()) {
            if (takesConnections()) {
                return true;
            }
            if (!isAlive()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        throw new IllegalStateException(spec.name + " was not ready after " + spec.timeout + "; see " + log);
    }

    /** Starts it and waits; fails if it ends instead. */
    public void startAndAwait() throws IOException {
        start();
        requireReady();
    }

    /** Waits until it takes connections; fails if it ends instead. */
    public void requireReady() {
        if (!awaitReady()) {
            throw new IllegalStateException(spec.name + " ended at its start; see " + log);
        }
    }

    /** SIGKILL, and waits until the process is gone. */
    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            await(running);
        }
    }

    /** SIGTERM, and waits until it has drained. */
    public void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroy();
            await(running);
        }
    }

    /** Waits for its own end. The exit code, or empty if it lives on. */
    public Optional<Integer> awaitEnd(Duration timeout) throws InterruptedException {
        Process running = process;
        if (running == null || !running.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        return Optional.of(running.exitValue());
    }

    /** True while it runs. */
    public boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** The id of the running process. */
    public long pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(spec.name + " was not started");
        }
        return running.pid();
    }

    /** Its name. */
    public String name() {
        return spec.name;
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private void await(Process running) throws InterruptedException {
        if (!running.waitFor(spec.timeout.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(spec.name + " did not end within " + spec.timeout);
        }
    }

    private boolean takesConnections() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), spec.port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
