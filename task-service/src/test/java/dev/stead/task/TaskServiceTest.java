package dev.stead.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Setting;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.task.v1.GetTerminalRequest;
import dev.stead.task.v1.Merchant;
import dev.stead.task.v1.PutMerchantRequest;
import dev.stead.task.v1.PutTerminalRequest;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.Terminal;
import dev.stead.type.v1.LatLng;
import io.grpc.ManagedChannel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service, started as its main does, over real sockets. */
class TaskServiceTest {
    @TempDir
    private Path folder = Path.of("");

    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "STEAD_PORT", "0",
                "STEAD_OPS_PORT", "0",
                "STEAD_TLS", "plaintext",
                "STEAD_DRAIN_DELAY", "1ms",
                "STEAD_ASSERTION_JWKS_FILE",
                        AssertionKeys.open(folder).publicKeys().toString(),
                "STEAD_DATABASE_URL", "sqlite:" + folder.resolve("task.db")));
    }

    private ServiceHost start(Lifecycle lifecycle) {
        Settings settings = Settings.of(environment());
        TaskConfig config = TaskConfig.from(settings);
        settings.refuseUnknown();
        return TaskService.start(config, InstantSource.system(), lifecycle);
    }

    private static ManagedChannel connect(ServiceHost service) {
        return Channels.open(
                ChannelConfig.of("127.0.0.1:" + service.port(), TlsConfig.plaintext("operator/op"), "service/task"));
    }

    @Test
    void serviceRemembersTheRegisterAfterARestart() throws Exception {
        Terminal terminal = Terminal.newBuilder()
                .setTerminalId("t-1")
                .setMerchantId("bakery")
                .setLocation(LatLng.newBuilder().setLatitude(48.85).setLongitude(2.35))
                .setState(Terminal.State.STATE_ACTIVE)
                .build();
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = connect(start(lifecycle));
            lifecycle.own(channel::shutdownNow);
            var registry = RegistryServiceGrpc.newBlockingStub(channel).withDeadlineAfter(Duration.ofSeconds(20));
            var _ = registry.putMerchant(PutMerchantRequest.newBuilder()
                    .setRequestId(UUID.randomUUID().toString())
                    .setMerchant(Merchant.newBuilder().setMerchantId("bakery").setDisplayName("Bakery"))
                    .build());
            var _ = registry.putTerminal(PutTerminalRequest.newBuilder()
                    .setRequestId(UUID.randomUUID().toString())
                    .setTerminal(terminal)
                    .build());
        }
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = connect(start(lifecycle));
            lifecycle.own(channel::shutdownNow);
            assertThat(RegistryServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(Duration.ofSeconds(20))
                            .getTerminal(GetTerminalRequest.newBuilder()
                                    .setTerminalId("t-1")
                                    .build())
                            .getTerminal())
                    .isEqualTo(terminal);
        }
    }

    @Test
    void serviceIsReadyOnceItListens() throws Exception {
        try (var lifecycle = new Lifecycle();
                HttpClient client = HttpClient.newHttpClient()) {
            ServiceHost service = start(lifecycle);
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.opsPort() + "/readyz"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            var metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.opsPort() + "/metrics"))
                    .build();
            assertThat(client.send(metrics, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("stead_executions_settling 0.0", "stead_admission_limit");
        }
    }

    @Test
    void everySettingHasItsKeyAndDefault() {
        Settings settings = Settings.of(Map.of(
                "STEAD_TLS",
                "plaintext",
                "STEAD_ASSERTION_JWKS_FILE",
                AssertionKeys.open(folder).publicKeys().toString()));
        TaskConfig config = TaskConfig.from(settings);

        assertThat(config.server().port()).isEqualTo(7102);
        assertThat(config.payment().address()).isEqualTo("localhost:7103");
        assertThat(settings.declared())
                .extracting(Setting::key, Setting::defaultValue)
                .contains(
                        tuple("STEAD_PORT", "7102"),
                        tuple("STEAD_OPS_PORT", "8102"),
                        tuple("STEAD_DATABASE_URL", "sqlite:data/task.db"),
                        tuple("STEAD_PAYMENT_ADDRESS", "localhost:7103"),
                        tuple("STEAD_ASSERTION_JWKS_FILE", "(none)"),
                        tuple("STEAD_SETTLE_DEADLINE", "8s"),
                        tuple("STEAD_FAILURE_LIMIT", "5"),
                        tuple("STEAD_WATCH_EVERY", "2s"));
    }

    @Test
    void missingOrUselessKeysStopTheStart() throws Exception {
        Map<String, String> without = environment();
        without.remove("STEAD_ASSERTION_JWKS_FILE");
        assertThatThrownBy(() -> TaskConfig.from(Settings.of(without)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_ASSERTION_JWKS_FILE");

        Path empty = Files.writeString(folder.resolve("empty.json"), "{\"keys\":[]}");
        Map<String, String> useless = environment();
        useless.put("STEAD_ASSERTION_JWKS_FILE", empty.toString());
        try (var lifecycle = new Lifecycle()) {
            assertThatThrownBy(() ->
                            TaskService.start(TaskConfig.from(Settings.of(useless)), InstantSource.system(), lifecycle))
                    .hasMessageContaining("no Ed25519 key");
        }
    }
}
