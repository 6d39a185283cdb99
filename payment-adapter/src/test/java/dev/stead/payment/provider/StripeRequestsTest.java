package dev.stead.payment.provider;

import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stead.mesh.testing.SecretsInLog;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.provider.Provider.Instruction;
import dev.stead.payment.domain.provider.Provider.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every request to Stripe, to the letter. Stripe remembers an idempotency key with what came under it: what another version would send
 * under the same key must be the same, or a retry over an upgrade is refused.
 */
class StripeRequestsTest {
    private static final String REFUND = """
            {"id": "re_1", "object": "refund", "status": "succeeded", "amount": 400, "currency": "eur", "metadata": {}}""";

    @RegisterExtension
    private final SecretsInLog log =
            SecretsInLog.ofWords("4242424242424242", "cus_secret", "sk_test_secret", "tok_secret");

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Optional<String> refusal = Optional.empty();
    private HttpServer server;
    private StripeProvider stripe;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        stripe = new StripeProvider(
                "sk_test_secret", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            requests.add(exchange.getRequestMethod() + " " + path + fields(body)
                    + (exchange.getRequestMethod().equals("POST") ? " under " + key : ""));
            String ok = path.contains("refunds") ? REFUND : charge(path.endsWith("capture"));
            byte[] answer = refusal.orElse(ok).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    refusal.isEmpty() ? 200 : refusal.get().contains("card_error") ? 402 : 401, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String charge(boolean captured) {
        return """
                {"id": "ch_1", "object": "charge", "status": "succeeded", "captured": %s, "amount": 1250,
                 "amount_captured": 1250, "currency": "eur", "refunded": false, "metadata": {"stead_key": "s-1"}}
                """.formatted(captured);
    }

    private static String fields(String body) {
        return body.isEmpty()
                ? ""
                : Arrays.stream(URLDecoder.decode(body, StandardCharsets.UTF_8).split("&", -1))
                        .sorted()
                        .collect(Collectors.joining(", ", " ", ""));
    }

    private static Instruction instruction(String source, String... reference) {
        return new Instruction(
                "s-1",
                euros(1_250),
                Optional.of(source),
                Arrays.stream(reference).findFirst());
    }

    @Test
    void aCardAndACustomerAreChargedEachInItsField() {
        assertThat(stripe.authorise(instruction("tok_secret"))).isEqualTo(new Outcome.Ok("ch_1", euros(1_250)));
        stripe.authorise(instruction("cus_secret"));
        stripe.authorise(instruction("cusp_1"));

        String rest = ", transfer_group=s-1 under s-1:authorise";
        String charge = "POST /v1/charges amount=1250, capture=false, currency=eur, ";
        assertThat(requests)
                .containsExactly(
                        charge + "metadata[stead_key]=s-1, source=tok_secret" + rest,
                        charge + "customer=cus_secret, metadata[stead_key]=s-1" + rest,
                        charge + "metadata[stead_key]=s-1, source=cusp_1" + rest);
    }

    @Test
    void captureVoidAndRefundNameTheirChargeAndHaveTheirOwnKey() {
        assertThat(stripe.capture(instruction("tok_secret", "ch_1"))).isEqualTo(new Outcome.Ok("ch_1", euros(1_250)));
        assertThat(stripe.voidAuthorisation(instruction("tok_secret", "ch_1")))
                .isEqualTo(new Outcome.Ok("ch_1", euros(1_250)));
        assertThat(stripe.refund(instruction("tok_secret", "ch_1"), "refund-7", euros(400)))
                .isEqualTo(new Outcome.Ok("re_1", euros(400)));

        assertThat(requests)
                .containsExactly(
                        "POST /v1/charges/ch_1/capture amount=1250 under s-1:capture",
                        "GET /v1/charges/ch_1",
                        "POST /v1/refunds charge=ch_1, metadata[stead_releases]=s-1 under s-1:cancel",
                        "POST /v1/refunds amount=400, charge=ch_1, metadata[stead_key]=refund-7 under refund-7:refund");
    }

    @Test
    void aRefusalIsClassedByItsCodeAndItsWordsAreNotLogged() {
        refuse("card_error", "card_declined", "insufficient_funds");
        assertThat(stripe.authorise(instruction("tok_secret")))
                .isEqualTo(new Outcome.Declined(DeclineReason.INSUFFICIENT_FUNDS));
        for (String limit : List.of("card_velocity_exceeded", "withdrawal_count_limit_exceeded", "amount_too_large")) {
            refuse("card_error", "card_declined", limit);
            assertThat(stripe.authorise(instruction("tok_secret")))
                    .as(limit)
                    .isEqualTo(new Outcome.Declined(DeclineReason.PROVIDER_LIMIT));
        }
        refuse("card_error", "card_declined", "stolen_card");
        assertThat(stripe.authorise(instruction("tok_secret")))
                .isEqualTo(new Outcome.Declined(DeclineReason.PROVIDER_REFUSED));
        refuse("invalid_request_error", "", "");
        assertThat(stripe.authorise(instruction("tok_secret"))).isEqualTo(new Outcome.Unknown());
    }

    private void refuse(String type, String code, String declineCode) {
        refusal = Optional.of("""
                {"error": {"type": "%s", "code": "%s", "decline_code": "%s",
                 "message": "Your card 4242424242424242 of cus_secret was refused"}}
                """.formatted(type, code, declineCode));
    }

    @Test
    void whatStripeCountsInOtherUnitsIsNotSent() {
        for (String currency : List.of("ISK", "UGX")) {
            var instruction =
                    new Instruction("s-1", new Money(currency, 100), Optional.of("tok_secret"), Optional.empty());
            assertThat(stripe.authorise(instruction)).isEqualTo(new Outcome.Declined(DeclineReason.PROVIDER_REFUSED));
        }
        assertThat(requests).isEmpty();
    }
}
