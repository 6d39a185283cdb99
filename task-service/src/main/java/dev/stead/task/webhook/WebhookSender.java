package dev.stead.task.webhook;

import dev.stead.task.application.WebhookDispatcher;
import dev.stead.task.application.port.NotificationSender;
import dev.stead.task.domain.notification.Notification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each notification as JSON with a signature. Taken is what is answered by 2xx within the time; anything else, a redirect too, is
 * not. The answer's body is not read. Owns its client. Thread-safe.
 */
public final class WebhookSender implements NotificationSender, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    private final URI receiver;
    private final WebhookSignature signature;
    private final BiFunction<String, Notification, String> json;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(WebhookDispatcher.SLOWEST)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param json a {@code WebhookDelivery} as JSON */
    public WebhookSender(
            URI receiver,
            WebhookSignature signature,
            BiFunction<String, Notification, String> json,
            InstantSource clock) {
        this.receiver = receiver;
        this.signature = signature;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public boolean deliver(String personId, Notification notification) {
        String body = json.apply(personId, notification);
        HttpRequest request = HttpRequest.newBuilder(receiver)
                .timeout(WebhookDispatcher.SLOWEST)
                .header("content-type", "application/json")
                .header("stead-signature", signature.of(clock.instant(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return true;
            }
            LOG.warn("The webhook's receiver answered {}; it is tried again", status);
        } catch (IOException unreachable) {
            LOG.warn(
                    "The webhook's receiver cannot be reached ({}); it is tried again",
                    unreachable.getClass().getSimpleName());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
