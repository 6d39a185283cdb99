package dev.stead.payment.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stead.mesh.ListenAddress;
import dev.stead.payment.application.ProviderEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code POST /webhooks/stripe}: 200 when the event was received, now or before; 400 when it was not signed by Stripe, is too old or
 * unreadable; 413 over 256 KiB; 503 when it could not be stored, so that Stripe sends it again. An event only makes recovery look a
 * settlement up sooner. Plain HTTP, for a gateway that ends TLS. Owns its threads.
 */
public final class WebhookServer implements AutoCloseable {
    private static final String PATH = "/webhooks/stripe";
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final StripeWebhook webhook;
    private final ProviderEvents events;

    private WebhookServer(HttpServer server, StripeWebhook webhook, ProviderEvents events) {
        this.server = server;
        this.webhook = webhook;
        this.events = events;
    }

    /**
     * Starts to listen; port 0 is any free one.
     *
     * @throws dev.stead.mesh.SettingsException if it cannot listen
     */
    public static WebhookServer start(String host, int port, StripeWebhook webhook, ProviderEvents events) {
        var address = new ListenAddress(host, port, "STEAD_WEBHOOK_PORT", "webhooks");
        var webhookServer = new WebhookServer(address.httpServer(), webhook, events);
        webhookServer.server.createContext(PATH, webhookServer::answer);
        webhookServer.server.setExecutor(webhookServer.threads);
        webhookServer.server.start();
        return webhookServer;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status(exchange), -1);
        }
    }

    private int status(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return 404;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return 413;
        }
        String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
        Optional<ProviderEvents.ProviderEvent> event = signature == null
                ? Optional.empty()
                : webhook.read(new String(body, StandardCharsets.UTF_8), signature);
        if (event.isEmpty()) {
            return 400;
        }
        try {
            events.receive(event.get());
            return 200;
        } catch (RuntimeException e) {
            return 503;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
