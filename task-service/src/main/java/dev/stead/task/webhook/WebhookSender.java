package dev.stead.task.webhook;

import dev.stead.task.application.port.NotificationSender;
import dev.stead.task.domain.PersonId;
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
 * Posts each notification as JSON with a signature. An answer of 2xx within the timeout means that the receiver has taken
 * it; anything else, a redirect too, means that it has not. The body of the answer is not read. Owns its client. Thread-safe.
 */
public final class WebhookSender implements NotificationSender, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    private final URI receiver;
    private final WebhookSignature signature;
    private final BiFunction<PersonId, Notification, String> json;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param json a {@code WebhookDelivery} as JSON */
    public WebhookSender(
            URI receiver,
            WebhookSignature signature,
            BiFunction<PersonId, Notification, String> json,
            InstantSource clock) {
        this.receiver = receiver;
        this.signature = signature;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public boolean send(PersonId personId, Notification notification) {
        String body = json.apply(personId, notification);
        HttpRequest request = HttpRequest.newBuilder(receiver)
                .timeout(TIMEOUT)
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
            LOG.warn("The webhook's receiver answered with status {}; retrying later", status);
        } catch (IOException unreachable) {
            LOG.warn(
                    "The webhook's receiver cannot be reached ({}); retrying later",
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
