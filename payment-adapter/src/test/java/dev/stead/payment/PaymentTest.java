package dev.stead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Settings;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.CheckBalanceRequest;
import dev.stead.payment.v1.DepositRequest;
import dev.stead.payment.v1.OpenAccountRequest;
import dev.stead.payment.v1.Owner;
import dev.stead.payment.v1.SettleRequest;
import dev.stead.payment.v1.Settlement;
import dev.stead.payment.v1.SettlementServiceGrpc;
import dev.stead.type.v1.Money;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaymentTest {
    private static final Metadata.Key<String> PEER =
            Metadata.Key.of("stead-plaintext-peer", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir
    private Path folder = Path.of("");

    private Payment start(Lifecycle lifecycle) {
        Settings settings = Settings.of(Map.of(
                "STEAD_PORT", "0",
                "STEAD_OPS_PORT", "0",
                "STEAD_TLS", "plaintext",
                "STEAD_DRAIN_DELAY", "1ms",
                "STEAD_DATABASE_URL", "sqlite:" + folder.resolve("payment.db")));
        PaymentConfig config = PaymentConfig.from(settings);
        settings.refuseUnknown();
        return Payment.start(config, InstantSource.system(), lifecycle);
    }

    private static Channel as(ManagedChannel channel, String peer) {
        var headers = new Metadata();
        headers.put(PEER, peer);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static ManagedChannel connect(Payment payment) {
        return Grpc.newChannelBuilder("127.0.0.1:" + payment.port(), InsecureChannelCredentials.create())
                .build();
    }

    private static Money euros(long cents) {
        return Money.newBuilder().setCurrencyCode("EUR").setMinorUnits(cents).build();
    }

    private static void open(AccountServiceGrpc.AccountServiceBlockingStub accounts, String id, Owner owner) {
        var _ = accounts.openAccount(OpenAccountRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setAccountId(id)
                .setOwner(owner)
                .setCurrencyCode("EUR")
                .build());
    }

    @Test
    void serviceSettlesAndStillKnowsItAfterARestart() throws Exception {
        Owner payer = Owner.newBuilder().setSubjectId("anna").build();
        Owner payee = Owner.newBuilder().setMerchantId("bakery").build();
        SettleRequest request = SettleRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setPayer(payer)
                .setPayee(payee)
                .setAmount(euros(350))
                .setReference("execution")
                .build();
        Settlement first;
        try (var lifecycle = new Lifecycle()) {
            Payment payment = start(lifecycle);
            ManagedChannel channel = connect(payment);
            var accounts = AccountServiceGrpc.newBlockingStub(as(channel, "operator/op"));
            open(accounts, "acc-anna", payer);
            open(accounts, "acc-bakery", payee);
            var _ = accounts.deposit(DepositRequest.newBuilder()
                    .setRequestId(UUID.randomUUID().toString())
                    .setAccountId("acc-anna")
                    .setAmount(euros(1_000))
                    .build());
            first = SettlementServiceGrpc.newBlockingStub(as(channel, "service/task"))
                    .settle(request)
                    .getSettlement();
            assertThat(scrape(payment))
                    .contains("stead_settlement_changes_total{state=\"SETTLED\"} 1.0")
                    .contains("stead_settlements_in_review");
            channel.shutdownNow();
        }
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = connect(start(lifecycle));
            var settlements = SettlementServiceGrpc.newBlockingStub(as(channel, "service/task"));
            var accounts = AccountServiceGrpc.newBlockingStub(as(channel, "operator/op"));

            assertThat(first.getState()).isEqualTo(Settlement.State.STATE_SETTLED);
            assertThat(settlements.settle(request).getSettlement()).isEqualTo(first);
            assertThat(accounts.checkBalance(CheckBalanceRequest.getDefaultInstance())
                            .getBalanced())
                    .isTrue();
            channel.shutdownNow();
        }
    }

    private static String scrape(Payment payment) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + payment.opsPort() + "/metrics"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
