package dev.stead.mesh.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stead.mesh.ListenAddress;
import dev.stead.mesh.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} for Prometheus, and the probes {@code /livez} (the process answers) and {@code /readyz} (it accepts
 * calls). On a port of its own, so that it needs no certificate and need not be reachable from outside.
 */
public final class OpsServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private OpsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @throws SettingsException if the host is not one of this machine or the port is taken
     */
    public static OpsServer start(String host, int port, Supplier<String> metrics, BooleanSupplier ready) {
        var address = new ListenAddress(host, port, "STEAD_OPS_PORT", "metrics and probes");
        var ops = new OpsServer(address.httpServer());
        ops.page("/metrics", exchange -> {
            send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
        });
        ops.page("/livez", exchange -> send(exchange, 200, TEXT, "alive\n"));
        ops.page("/readyz", exchange -> {
            boolean isReady = ready.getAsBoolean();
            send(exchange, isReady ? 200 : 503, TEXT, isReady ? "ready\n" : "not ready\n");
        });
        ops.server.setExecutor(ops.threads);
        ops.server.start();
        return ops;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void page(String path, Page page) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    send(exchange, 404, TEXT, "not found\n");
                } else if (!exchange.getRequestMethod().equals("GET")) {
                    send(exchange, 405, TEXT, "use GET\n");
                } else {
                    page.answer(exchange);
                }
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }
}
