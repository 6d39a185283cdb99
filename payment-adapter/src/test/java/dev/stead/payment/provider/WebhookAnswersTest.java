package dev.stead.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import dev.stead.mesh.testing.SecretsInLog;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.Shop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the provider is answered decides whether it sends an event again. */
class WebhookAnswersTest {
    private static final String SECRET = "whsec_secret";

    @RegisterExtension
    private final SecretsInLog log = SecretsInLog.ofWords(SECRET, "re_private", "payer", "ref pay");

    private final TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS);
    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Shop shop = Shop.over(test, provider, clock);
    private final WebhookServer server = WebhookServer.start(
            "localhost", 0, new StripeWebhook(SECRET, clock), shop.useCases().providerEvents());

    @BeforeEach
    void open() {
        shop.open(1_000);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        test.close();
    }

    private static String event(String object, String id, String key) {
        return """
                {"id": "%s", "object": "event", "type": "%s.updated", "api_version": "2020-08-27",
                 "data": {"object": {"id": "re_private", "object": "%s", "metadata": {"stead_key": "%s"}}}
                }""".formatted(id, object, object, key);
    }

    private int send(String method, String path, String body) throws Exception {
        String signature = Webhook.Signature.generateSignatureHeader(
                body, SECRET, clock.instant().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .header("Stripe-Signature", signature)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void anEventOfARefundHasTheSettlementLookedAt() throws Exception {
        Settlement settled = shop.settle("pay", 300);
        provider.then(Behaviour.ANSWER_LOST);
        assertThat(shop.refund("back", settled.id(), 100).state()).isEqualTo(SettlementState.REFUNDING);
        assertThat(shop.useCases().recovery().runOnce()).isZero();

        String body = event("refund", "evt_1", "refund-" + Shop.id("back"));
        assertThat(send("POST", "/webhooks/stripe", body)).isEqualTo(200);
        assertThat(shop.useCases().recovery().runOnce()).isEqualTo(1);
        assertThat(shop.useCases().settlements().get(settled.id()).state())
                .isEqualTo(SettlementState.PARTIALLY_REFUNDED);
    }

    @Test
    void anEventThatCouldNotBeKeptIsNotAcknowledged() throws Exception {
        String body = event("charge", "evt_1", "key");
        test.close();
        assertThat(send("POST", "/webhooks/stripe", body))
                .as("the provider sends it again")
                .isEqualTo(503);
    }

    @Test
    void onlyAPostToThePathIsAnEvent() throws Exception {
        String body = event("charge", "evt_1", "key");
        assertThat(send("POST", "/webhooks/stripe/more", body)).isEqualTo(404);
        assertThat(send("PUT", "/webhooks/stripe", body)).isEqualTo(405);
        assertThat(send("POST", "/webhooks/stripe", body)).isEqualTo(200);
    }
}
