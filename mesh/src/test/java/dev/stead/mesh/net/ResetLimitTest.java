package dev.stead.mesh.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Echo;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls whose caller goes away: ordinary life of a connection that many share, and what a single caller may do of it. */
class ResetLimitTest {
    private static final int MANY = 5_000;

    private final Hosts hosts = new Hosts();
    private final CountDownLatch finish = new CountDownLatch(1);

    @AfterEach
    void stop() {
        finish.countDown();
        hosts.close();
    }

    @Test
    void aGatewaysConnectionLivesThroughThousandsOfCancelledCalls() {
        Channel gateway = hosts.open(host(Map.of()), TlsConfig.plaintext("gateway/g-1"));
        Hosts.Chat other = Hosts.chat(gateway);
        assertThat(other.ask("before")).isEqualTo("before");

        for (int i = 0; i < MANY; i++) {
            cancel(gateway);
        }

        assertThat(Hosts.say(gateway, "hello")).isEqualTo("hello");
        assertThat(other.ask("after")).isEqualTo("after");
    }

    @Test
    void aGatewaysConnectionLivesThroughThousandsOfExpiredDeadlines() {
        Channel gateway = hosts.open(host(Map.of()), TlsConfig.plaintext("gateway/g-1"));
        Hosts.Chat other = Hosts.chat(gateway);
        assertThat(other.ask("before")).isEqualTo("before");

        for (int i = 0; i < MANY; i++) {
            ClientCall<String, String> call =
                    gateway.newCall(Echo.SAY, CallOptions.DEFAULT.withDeadlineAfter(i % 20, TimeUnit.MILLISECONDS));
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.sendMessage("slow");
            call.halfClose();
        }

        assertThat(Hosts.say(gateway, "hello")).isEqualTo("hello");
        assertThat(other.ask("after")).isEqualTo("after");
    }

    @Test
    void aConnectionLivesThroughDroppedStreams() {
        for (String peer : new String[] {"terminal/t-7", "service/task", "gateway/g-1"}) {
            Channel channel = hosts.open(host(Map.of()), TlsConfig.plaintext(peer));
            Hosts.Chat other = Hosts.chat(channel);
            assertThat(other.ask("before")).isEqualTo("before");

            for (int i = 0; i < 600; i++) {
                Hosts.Chat stream = Hosts.chat(channel);
                assertThat(stream.ask("hello")).isEqualTo("hello");
                stream.drop();
            }

            assertThat(other.ask("after")).as(peer).isEqualTo("after");
        }
    }

    @Test
    void aDeviceWithTooManyIsRefusedButKeepsWhatItHas() {
        ServiceHost host = host(Map.of("STEAD_RESETS_PER_CALLER", "50"));
        Channel terminal = hosts.open(host, TlsConfig.plaintext("terminal/t-7"));
        Hosts.Chat open = Hosts.chat(terminal);
        assertThat(open.ask("before")).isEqualTo("before");

        Status refusal = cancelUntilRefused(terminal, 200);

        assertThat(refusal.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        Hosts.assertProblem(() -> Hosts.say(terminal, "hello"), Status.Code.RESOURCE_EXHAUSTED, "TOO_MANY_RESETS");
        assertThat(open.ask("after")).isEqualTo("after");
        assertThat(Hosts.say(hosts.open(host, TlsConfig.plaintext("terminal/t-8")), "hello"))
                .isEqualTo("hello");
    }

    @Test
    void aDeviceIsServedAgainWhenTheWindowIsOver() throws InterruptedException {
        ServiceHost host = host(Map.of("STEAD_RESETS_PER_CALLER", "5", "STEAD_RESET_WINDOW", "2s"));
        Channel terminal = hosts.open(host, TlsConfig.plaintext("terminal/t-7"));
        var _ = cancelUntilRefused(terminal, 200);

        TimeUnit.MILLISECONDS.sleep(2_100);

        assertThat(Hosts.say(terminal, "hello")).isEqualTo("hello");
    }

    @Test
    void aPersonWithTooManyIsRefusedAndTheOthersOfTheGatewayAreNot(@TempDir Path folder) {
        var issuer = DevelopmentIssuer.open(folder, InstantSource.system());
        ServiceHost host =
                hosts.start(builder(Map.of("STEAD_RESETS_PER_CALLER", "50")).people(issuer.tokens()));
        Channel gateway = hosts.open(host, TlsConfig.plaintext("gateway/g-1"));
        Channel eve = person(gateway, issuer, "eve");
        Channel ada = person(gateway, issuer, "ada");
        Hosts.Chat watch = Hosts.chat(ada);
        assertThat(watch.ask("before")).isEqualTo("before");

        var _ = cancelUntilRefused(eve, 200);

        Hosts.assertProblem(() -> Hosts.say(eve, "hello"), Status.Code.RESOURCE_EXHAUSTED, "TOO_MANY_RESETS");
        assertThat(Hosts.say(ada, "hello")).isEqualTo("hello");
        assertThat(watch.ask("after")).isEqualTo("after");
    }

    /** Whoever goes on through everything loses the connection: the transport's own guard. */
    @Test
    void aFloodEndsItsConnectionAndNoOther() {
        ServiceHost host = host(Map.of("STEAD_RESETS_PER_CONNECTION", "300"));
        Hosts.Chat other = Hosts.chat(hosts.open(host, TlsConfig.plaintext("terminal/t-8")));
        assertThat(other.ask("before")).isEqualTo("before");
        Channel flood = hosts.open(host, TlsConfig.plaintext("gateway/g-1"));
        Hosts.Chat lost = Hosts.chat(flood);
        assertThat(lost.ask("before")).isEqualTo("before");

        for (int i = 0; i < 400; i++) {
            cancel(flood);
        }

        Hosts.assertStatus(() -> lost.ask("after"), Status.Code.RESOURCE_EXHAUSTED, "too_many_rststreams");
        assertThat(other.ask("after")).isEqualTo("after");
    }

    /** Starts a call that is not answered at once, waits until the server has it, and cancels it. */
    private static void cancel(Channel channel) {
        try {
            Hosts.Chat stream = Hosts.chat(channel);
            String _ = stream.ask("hello");
            stream.drop();
        } catch (StatusRuntimeException refused) {
            // What the test looks at comes afterwards.
        }
    }

    private static Status cancelUntilRefused(Channel channel, int most) {
        for (int i = 0; i < most; i++) {
            try {
                Hosts.Chat stream = Hosts.chat(channel);
                String _ = stream.ask("hello");
                stream.drop();
            } catch (StatusRuntimeException refused) {
                return refused.getStatus();
            }
        }
        throw new AssertionError("not refused after " + most);
    }

    private static Channel person(Channel gateway, DevelopmentIssuer issuer, String subject) {
        var token = new Metadata();
        token.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + issuer.token(subject, Duration.ofMinutes(5)));
        return ClientInterceptors.intercept(gateway, MetadataUtils.newAttachHeadersInterceptor(token));
    }

    private ServiceHost host(Map<String, String> settings) {
        return hosts.start(builder(settings));
    }

    private ServiceHost.Builder builder(Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("STEAD_TLS", "plaintext");
        ServerConfig read = ServerConfig.from(Settings.of(all), 0);
        var config = new ServerConfig(
                "127.0.0.1", 0, 0, Hosts.PLAIN, read.limits(), false, Duration.ofMillis(1), Duration.ofSeconds(5));
        return ServiceHost.builder("echo", config).service(slow()).access(Hosts.EVERYBODY);
    }

    /** Answers at once, but {@code slow} only when the test is over. */
    private Echo slow() {
        return new Echo(text -> {
            if (text.equals("slow")) {
                try {
                    boolean _ = finish.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return text;
        });
    }
}
