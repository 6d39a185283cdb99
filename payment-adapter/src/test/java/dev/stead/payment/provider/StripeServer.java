package dev.stead.payment.provider;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * npm's stripe-stateful-mock as a process of its own, behind a relay that can do something between a request's arrival and its answer.
 * The server forgets all when it is killed.
 */
final class StripeServer implements AutoCloseable {
    private static final Path SCRIPT = Path.of("node_modules/stripe-stateful-mock/dist/cli.js");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ServerSocket relay;
    private final int port;
    private final AtomicReference<@Nullable Runnable> beforeAnswer = new AtomicReference<>();
    private Process process;

    StripeServer() throws Exception {
        install();
        port = freePort();
        process = start();
        relay = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** What a client is given as the address of the interface. */
    String base() {
        return "http://localhost:" + relay.getLocalPort();
    }

    /** Runs once, when the server has answered the next request and before a byte of that is passed on; then cuts the connection. */
    void cutNextAnswer(Runnable before) {
        beforeAnswer.set(before);
    }

    /** Ends the process by SIGKILL. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void restart() throws Exception {
        kill();
        process = start();
    }

    private Process start() throws Exception {
        var builder = new ProcessBuilder("node", SCRIPT.toString());
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("LOG_LEVEL", "silent");
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int i = 0; i < 200; i++) {
            try (Socket _ = new Socket("localhost", port)) {
                return started;
            } catch (IOException e) {
                if (started.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("stripe-stateful-mock ended with " + started.exitValue());
                }
            }
        }
        started.destroyForcibly();
        throw new IllegalStateException("stripe-stateful-mock did not listen within 20 s");
    }

    private static void install() throws Exception {
        if (Files.exists(SCRIPT)) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .redirectErrorStream(true)
                .redirectOutput(new File("target/npm.log"))
                .start();
        if (npm.waitFor() != 0) {
            throw new IllegalStateException("npm ci failed: see payment-adapter/target/npm.log");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("localhost", 0));
            return socket.getLocalPort();
        }
    }

    private void accept() {
        while (!relay.isClosed()) {
            try {
                Socket client = relay.accept();
                threads.execute(() -> pass(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket client) {
        try (client;
                Socket server = new Socket("localhost", port)) {
            threads.execute(() -> copy(client, server));
            InputStream answers = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] bytes = new byte[16 * 1024];
            for (int n = answers.read(bytes); n >= 0; n = answers.read(bytes)) {
                Runnable before = beforeAnswer.getAndSet(null);
                if (before != null) {
                    before.run();
                    return;
                }
                out.write(bytes, 0, n);
            }
        } catch (IOException e) {
            // One of the two is gone, and closing both tells the other.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // As above.
        }
    }

    @Override
    public void close() {
        kill();
        try {
            relay.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
