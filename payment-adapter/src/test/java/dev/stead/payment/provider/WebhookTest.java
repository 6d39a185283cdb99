package dev.stead.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.net.Webhook;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.Shop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private static final String SECRET = "whsec_test";

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

    @Test
    void aPlaceThatCannotBeHadNamesItsSetting() {
        assertThatThrownBy(() -> serve("nowhere.invalid", 0)).hasMessageContaining("STEAD_HOST must be");
        assertThatThrownBy(() -> serve("localhost", server.port()))
                .hasMessageContaining("set another STEAD_WEBHOOK_PORT");
    }

    private void serve(String host, int port) {
        WebhookServer.start(
                        host,
                        port,
                        new StripeWebhook(SECRET, clock),
                        shop.useCases().providerEvents())
                .close();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        test.close();
    }

    private static String event(String id, String key) {
        return """
                {"id": "%s", "object": "event", "type": "charge.succeeded", "api_version": "2020-08-27",
                 "data": {"object": {"id": "ch_1", "object": "charge", "metadata": {"stead_key": "%s"}}}}""".formatted(id, key);
    }

    private String signature(String body, Duration age) throws Exception {
        return Webhook.Signature.generateSignatureHeader(
                body, SECRET, clock.instant().minus(age).getEpochSecond());
    }

    private int send(String body, String signature) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.port() + "/webhooks/stripe"))
                .header("Stripe-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private Settlement waiting() {
        provider.then(Behaviour.ANSWER_LOST);
        return shop.settle("pay", 300);
    }

    private SettlementState lookedAt(Settlement settlement) {
        shop.useCases().recovery().runOnce();
        return shop.useCases().settlements().get(settlement.id()).state();
    }

    @Test
    void eventHasASettlementThatWaitsLookedUpAtOnceAndOnce() throws Exception {
        Settlement unknown = waiting();
        String body = event("evt_1", unknown.id() + "-1");
        assertThat(lookedAt(unknown)).isEqualTo(SettlementState.UNKNOWN);

        assertThat(send(body, signature(body, Duration.ZERO))).isEqualTo(200);
        assertThat(lookedAt(unknown)).isEqualTo(SettlementState.SETTLED);
        int calls = provider.calls();
        assertThat(send(body, signature(body, Duration.ofSeconds(299)))).isEqualTo(200);
        lookedAt(unknown);
        assertThat(provider.calls()).isEqualTo(calls);
    }

    @Test
    void eventMovesNothingThatTheProviderDoesNotConfirm() throws Exception {
        Settlement unknown = waiting();
        provider.thenLookUps(Behaviour.NOT_DONE);
        String body = event("evt_1", unknown.id() + "-1");

        assertThat(send(body, signature(body, Duration.ZERO))).isEqualTo(200);
        assertThat(lookedAt(unknown)).isEqualTo(SettlementState.UNKNOWN);
    }

    @Test
    void whatIsNotStripesIsRefused() throws Exception {
        Settlement unknown = waiting();
        String body = event("evt_1", unknown.id() + "-1");
        String good = signature(body, Duration.ZERO);

        assertThat(send(body, signature(body, Duration.ofSeconds(301)))).isEqualTo(400);
        assertThat(send(body, signature(body, Duration.ofSeconds(-61)))).isEqualTo(400);
        assertThat(send(body + " ", good)).isEqualTo(400);
        assertThat(send(body, good.substring(0, good.length() - 1) + "x")).isEqualTo(400);
        assertThat(send(body, "nonsense")).isEqualTo(400);
        String noEvent = "[1, 2";
        assertThat(send(noEvent, signature(noEvent, Duration.ZERO))).isEqualTo(400);
        String large = "x".repeat(257 * 1024);
        assertThat(send(large, signature(large, Duration.ZERO))).isEqualTo(413);
        assertThat(lookedAt(unknown)).isEqualTo(SettlementState.UNKNOWN);
    }

    @Test
    void whoSendsTooSlowlyIsCutOff() throws Exception {
        try (var slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.setSoTimeout(15_000);
            slow.getOutputStream()
                    .write("POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();

            assertThat(slow.getInputStream().read())
                    .as("the end of the connection")
                    .isEqualTo(-1);
        }
    }

    @Test
    void eventAboutAnUnknownKeyIsReceivedAndChangesNothing() throws Exception {
        String body = event("evt_1", "nobody's");

        assertThat(send(body, signature(body, Duration.ZERO))).isEqualTo(200);
    }
}
