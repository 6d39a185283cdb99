package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.security.DevelopmentCa;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.Role;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceHostTest {
    private static final Access EVERYBODY = Access.builder()
            .allow(Echo.SAY, Role.values())
            .allow(Echo.CHAT, Role.values())
            .build();

    private final Lifecycle lifecycle = new Lifecycle();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        lifecycle.close();
    }

    @Test
    void tellsTheHandlerWhoCallsByTheCertificate() {
        var ca = DevelopmentCa.open(folder, "stead", InstantSource.system());
        ServiceHost host = start(ca.issue("service/task"), EVERYBODY);

        assertThat(say(open(host, ca.issue("terminal/t-7"), "service/task"), "hello"))
                .isEqualTo("hello from terminal/t-7");
    }

    @Test
    void refusesARoleThatTheTableDoesNotName() {
        var table = Access.builder()
                .allow(Echo.SAY, Role.OPERATOR)
                .allow(Echo.CHAT, Role.OPERATOR)
                .build();
        ServiceHost host = start(TlsConfig.plaintext(""), table);

        assertProblem(
                () -> say(open(host, TlsConfig.plaintext("terminal/t-7"), "service/task"), "hello"),
                Status.Code.PERMISSION_DENIED,
                "ROLE_NOT_ALLOWED");
    }

    @Test
    void refusesToStartWithAMethodThatHasNoRow() {
        var table = Access.builder().allow(Echo.SAY, Role.OPERATOR).build();

        assertThatThrownBy(() -> start(TlsConfig.plaintext(""), table))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stead.test.Echo/Chat");
    }

    @Test
    void takesAPersonFromTheTokenThatAGatewayPassesOn() {
        var issuer = DevelopmentIssuer.open(folder, InstantSource.system());
        ServiceHost host = lifecycle.own(builder(TlsConfig.plaintext(""), EVERYBODY)
                .people(issuer.tokens())
                .start());
        Channel gateway = open(host, TlsConfig.plaintext("gateway/g-1"), "service/task");
        CallOptions asAda = CallOptions.DEFAULT.withCallCredentials(
                Channels.bearer(() -> issuer.token("s-1", Duration.ofMinutes(5))));

        assertThat(ClientCalls.blockingUnaryCall(gateway, Echo.SAY, asAda, "hello"))
                .isEqualTo("hello from person/s-1");
    }

    @Test
    void isReadyUntilItDrains() throws Exception {
        ServiceHost host = start(TlsConfig.plaintext(""), EVERYBODY);
        say(open(host, TlsConfig.plaintext("terminal/t-7"), "service/task"), "hello");

        assertThat(page(host, "/readyz")).isEqualTo("200 ready\n");
        assertThat(page(host, "/livez")).isEqualTo("200 alive\n");
        assertThat(page(host, "/metrics"))
                .contains("grpc_server_processing_duration_seconds_bucket")
                .contains("jvm_memory_used_bytes");
    }

    private ServiceHost.Builder builder(TlsConfig tls, Access access) {
        return ServiceHost.builder("test", ServerConfig.local(tls))
                .service(new Echo(text -> text + " from " + Caller.current().path()))
                .access(access);
    }

    private ServiceHost start(TlsConfig tls, Access access) {
        return lifecycle.own(builder(tls, access).start());
    }

    private ManagedChannel open(ServiceHost host, TlsConfig tls, String peer) {
        ManagedChannel channel = Channels.open(new ChannelConfig(
                "localhost:" + host.port(), tls, peer, Duration.ofSeconds(5), 65_536, java.util.Map.of()));
        lifecycle.own(channel::shutdownNow);
        return channel;
    }

    static String say(Channel channel, String text) {
        return ClientCalls.blockingUnaryCall(channel, Echo.SAY, CallOptions.DEFAULT, text);
    }

    static void assertProblem(Runnable call, Status.Code code, String reason) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(Problem.from(e).map(Problem::reason)).contains(reason);
        });
    }

    static String page(ServiceHost host, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.opsPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }
}
