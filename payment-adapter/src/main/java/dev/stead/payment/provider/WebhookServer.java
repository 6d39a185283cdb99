package dev.stead.payment.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stead.mesh.SettingsException;
import dev.stead.payment.application.ProviderEvents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes {@code POST /webhooks/stripe}: 200 when the event was heard, now or before; 400 when it was not signed by Stripe, is too old or
 * unreadable; 413 over 256 KiB; 503 when it could not be kept, so that it comes again. An event only has a settlement looked up sooner.
 * Plain HTTP, for a gateway that ends TLS. Owns its threads.
 */
public final class WebhookServer implements AutoCloseable {
    private static final String PATH = "/webhooks/stripe";
    private static final int LARGEST_BODY = 256 * 1024;
    private static final int WAITING_CONNECTIONS = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final StripeWebhook webhook;
    private final ProviderEvents notices;

    private WebhookServer(HttpServer server, StripeWebhook webhook, ProviderEvents notices) {
        this.server = server;
        this.webhook = webhook;
        this.notices = notices;
    }

    /** Starts; port 0 is any free one. */
    public static WebhookServer start(InetSocketAddress address, StripeWebhook webhook, ProviderEvents notices) {
        try {
            var own = new WebhookServer(HttpServer.create(address, WAITING_CONNECTIONS), webhook, notices);
            own.server.createContext(PATH, own::answer);
            own.server.setExecutor(own.threads);
            own.server.start();
            return own;
        } catch (IOException e) {
            throw new SettingsException("Cannot listen on port " + address.getPort() + " for webhooks ("
                    + e.getMessage() + "): give another STEAD_WEBHOOK_PORT.");
        }
    }

    /** Where it listens. */
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
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            return 413;
        }
        String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
        Optional<ProviderEvents.Notice> notice = signature == null
                ? Optional.empty()
                : webhook.read(new String(body, StandardCharsets.UTF_8), signature);
        if (notice.isEmpty()) {
            return 400;
        }
        try {
            notices.hear(notice.get());
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
