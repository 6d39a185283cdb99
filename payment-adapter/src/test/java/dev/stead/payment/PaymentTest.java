package dev.stead.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.sql.StorageException;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.CheckBalanceRequest;
import dev.stead.payment.v1.DepositRequest;
import dev.stead.payment.v1.OpenAccountRequest;
import dev.stead.payment.v1.Owner;
import dev.stead.payment.v1.SettleRequest;
import dev.stead.payment.v1.Settlement;
import dev.stead.payment.v1.SettlementServiceGrpc;
import dev.stead.payment.v1.WatchSettlementRequest;
import dev.stead.payment.v1.WatchSettlementResponse;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTest {
    private static final Metadata.Key<String> PEER =
            Metadata.Key.of("stead-plaintext-peer", Metadata.ASCII_STRING_MARSHALLER);

    private static final Owner PAYER = Owner.newBuilder().setSubjectId("anna").build();
    private static final Owner PAYEE =
            Owner.newBuilder().setMerchantId("bakery").build();
    private static final SettleRequest REQUEST = SettleRequest.newBuilder()
            .setRequestId("01890a5d-ac96-774b-bcce-b302099a8057")
            .setPayer(PAYER)
            .setPayee(PAYEE)
            .setAmount(euros(350))
            .setReference("execution")
            .build();

    @TempDir
    private Path folder = Path.of("");

    private ServiceHost start(Lifecycle lifecycle) {
        return Payment.start(config(), InstantSource.system(), lifecycle);
    }

    private PaymentConfig config() {
        Settings settings = Settings.of(Map.of(
                "STEAD_RECOVERY_PAUSE", "10ms",
                "STEAD_RETRY_PAUSE", "1ms",
                "STEAD_PORT", "0",
                "STEAD_OPS_PORT", "0",
                "STEAD_TLS", "plaintext",
                "STEAD_DRAIN_DELAY", "1ms",
                "STEAD_DATABASE_URL", "sqlite:" + folder.resolve("payment.db")));
        PaymentConfig config = PaymentConfig.from(settings);
        settings.refuseUnknown();
        return config;
    }

    private static Channel as(ManagedChannel channel, String peer) {
        var headers = new Metadata();
        headers.put(PEER, peer);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static ManagedChannel connect(ServiceHost payment) {
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

    private static void openBoth(AccountServiceGrpc.AccountServiceBlockingStub accounts) {
        open(accounts, "acc-anna", PAYER);
        open(accounts, "acc-bakery", PAYEE);
        var _ = accounts.deposit(DepositRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setAccountId("acc-anna")
                .setAmount(euros(1_000))
                .build());
    }

    /** Row D6 found it: SQLite's pages have no checksums. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts SET available = available + 1 WHERE account_id = 'acc-bakery'",
                "accounts SET held = held + 64 WHERE account_id = 'acc-bakery'",
                "settlements SET amount = amount + 1",
                "settlements SET reference = 'order 43'",
                "settlements SET payee_account_id = 'acc-bakerz'",
                "settlements SET request_id = '7d444840-9dc0-11d1-b245-5ffdce74fad3'",
                "settlements SET request_id = 'no UUID'",
                "settlements SET currency = 'EUS'"
            })
    void embeddedLedgerThatWasChangedIsNotServed(String damage) throws Exception {
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = connect(start(lifecycle));
            lifecycle.own(channel::shutdownNow);
            openBoth(AccountServiceGrpc.newBlockingStub(as(channel, "operator/ada")));
            var _ = SettlementServiceGrpc.newBlockingStub(as(channel, "service/task"))
                    .settle(REQUEST);
        }
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("payment.db"));
                Statement statement = file.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE " + damage)).isEqualTo(1);
        }
        try (var lifecycle = new Lifecycle()) {
            assertThatThrownBy(() -> start(lifecycle))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("does not add up");
        }
    }

    @Test
    void serviceSettlesAndStillKnowsItAfterARestart() throws Exception {
        Settlement first;
        try (var lifecycle = new Lifecycle()) {
            ServiceHost payment = start(lifecycle);
            ManagedChannel channel = connect(payment);
            var accounts = AccountServiceGrpc.newBlockingStub(as(channel, "operator/op"));
            openBoth(accounts);
            first = SettlementServiceGrpc.newBlockingStub(as(channel, "service/task"))
                    .settle(REQUEST)
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
            assertThat(settlements.settle(REQUEST).getSettlement()).isEqualTo(first);
            assertThat(accounts.checkBalance(CheckBalanceRequest.getDefaultInstance())
                            .getBalanced())
                    .isTrue();
            channel.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void workerResolvesWhatTheProviderDidNotAnswer() {
        var provider = new ScriptedProvider().then(ScriptedProvider.Behaviour.ANSWER_LOST);
        try (var lifecycle = new Lifecycle()) {
            ServiceHost payment = Payment.start(config(), provider, InstantSource.system(), lifecycle);
            ManagedChannel channel = connect(payment);
            openBoth(AccountServiceGrpc.newBlockingStub(as(channel, "operator/op")));
            var settlements = SettlementServiceGrpc.newBlockingStub(as(channel, "service/task"));

            Settlement settlement = settlements.settle(REQUEST).getSettlement();
            Iterator<WatchSettlementResponse> changes = settlements.watchSettlement(WatchSettlementRequest.newBuilder()
                    .setSettlementId(settlement.getSettlementId())
                    .build());
            Settlement now = settlement;
            while (now.getState() != Settlement.State.STATE_SETTLED) {
                now = changes.next().getSettlement();
            }

            assertThat(settlement.getState()).isEqualTo(Settlement.State.STATE_UNKNOWN);
            assertThat(provider.count(ScriptedProvider.Effect.CAPTURED)).isEqualTo(1);
            channel.shutdownNow();
        }
    }

    private static String scrape(ServiceHost payment) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + payment.opsPort() + "/metrics"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
