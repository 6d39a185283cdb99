package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Echo;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.ServerLimits;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.SettingsException;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets through a handshake, and who does not. */
class TlsTest {
    private final Hosts hosts = new Hosts();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private DevelopmentCa ca;

    @BeforeEach
    void makeCa() {
        ca = DevelopmentCa.open(folder, "stead", InstantSource.system());
    }

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void tellsTheHandlerWhoCallsByTheCertificate() {
        ServiceHost host = start(ca.issue("service/task"));

        assertThat(Hosts.say(hosts.open(host, ca.issue("terminal/t-7")), "hello"))
                .isEqualTo("hello, terminal/t-7");
        assertThat(Hosts.say(hosts.open(host, ca.issue("service/matcher")), "hello"))
                .isEqualTo("hello, service/matcher");
    }

    @Test
    void oneCertificateHasSoManyConnectionsAndOthersTheirOwn() throws Exception {
        ServiceHost host = start(ca.issue("service/task"));
        var open = new ArrayList<ManagedChannel>();
        for (int i = 0; i < ServerLimits.DEFAULT.connectionsPerCaller(); i++) {
            open.add(hosts.open(host, ca.issue("terminal/t-7")));
            assertThat(Hosts.say(open.getLast(), "hello")).isEqualTo("hello, terminal/t-7");
        }

        ManagedChannel tooMany = hosts.open(host, ca.issue("terminal/t-7"));
        Hosts.assertStatus(
                () -> Hosts.say(tooMany, "hello"), Status.Code.INTERNAL, "terminal/t-7 has 64 connections already");
        assertThat(Hosts.say(hosts.open(host, ca.issue("terminal/t-8")), "hello"))
                .isEqualTo("hello, terminal/t-8");

        open.getFirst().shutdownNow();
        assertThat(eventually(() -> Hosts.say(tooMany, "hello"))).isEqualTo("hello, terminal/t-7");
    }

    @Test
    void doesNotBelieveTheHeaderOfPlaintextConnections() {
        ServiceHost host = start(ca.issue("service/task"));
        var headers = new io.grpc.Metadata();
        headers.put(
                io.grpc.Metadata.Key.of(TlsConfig.PLAINTEXT_PEER, io.grpc.Metadata.ASCII_STRING_MARSHALLER),
                "operator/o-1");
        Channel channel = io.grpc.ClientInterceptors.intercept(
                hosts.open(host, ca.issue("terminal/t-7")),
                io.grpc.stub.MetadataUtils.newAttachHeadersInterceptor(headers));

        assertThat(Hosts.say(channel, "hello")).isEqualTo("hello, terminal/t-7");
    }

    @Test
    void refusesACertificateWithSeveralUris() {
        ServiceHost host = start(ca.issue("service/task"));

        assertRefused(hosts.open(host, ca.issue("two", "spiffe://stead/terminal/t-7", "spiffe://stead/operator/o-1")));
    }

    @Test
    void refusesACertificateWithoutAUri() {
        ServiceHost host = start(ca.issue("service/task"));

        assertRefused(hosts.open(host, ca.issue("none", new String[0])));
    }

    @Test
    void refusesACallerOfAnotherTrustDomain() {
        ServiceHost host = start(ca.issue("service/task"));

        assertRefused(hosts.open(host, ca.issue("other", "spiffe://elsewhere/terminal/t-7")));
    }

    @Test
    void refusesACallerOfAnotherAuthority() {
        ServiceHost host = start(ca.issue("service/task"));
        var forged = (TlsConfig.Mutual) DevelopmentCa.open(folder.resolve("forger"), "stead", InstantSource.system())
                .issue("terminal/t-7");
        var ours = (TlsConfig.Mutual) ca.issue("terminal/t-8");
        var mixed =
                new TlsConfig.Mutual("stead", forged.certificate(), forged.key(), ours.trust(), Duration.ofSeconds(30));

        assertRefused(hosts.open(host, mixed));
    }

    @Test
    void refusesAPlaintextCaller() {
        ServiceHost host = start(ca.issue("service/task"));

        assertRefused(hosts.open(host, Hosts.PLAIN));
    }

    @Test
    void aClientRefusesAServerThatIsNotTheExpectedOne() {
        ServiceHost host = start(ca.issue("service/payment"));

        assertRefused(hosts.open(host, ca.issue("terminal/t-7")));
    }

    @Test
    void speaksTls13WithACertificateOnly() throws Exception {
        ServiceHost host = start(ca.issue("service/task"));

        assertThat(handshake(host, "TLSv1.2")).isPresent();
        // In TLS 1.3 the client is done before the server has missed the certificate: the first read tells.
        assertThat(handshake(host, "TLSv1.3")).isPresent();
    }

    @Test
    void takesARenewedCertificateWithoutARestart() throws Exception {
        var first = (TlsConfig.Mutual) ca.issue("service/task");
        var quick =
                new TlsConfig.Mutual("stead", first.certificate(), first.key(), first.trust(), Duration.ofMillis(50));
        ServiceHost host = start(quick);
        assertThat(Hosts.say(hosts.open(host, ca.issue("terminal/t-7")), "hello"))
                .startsWith("hello");

        var renewed = DevelopmentCa.open(folder.resolve("new"), "stead", InstantSource.system());
        var client = (TlsConfig.Mutual) ca.issue("terminal/t-7");
        var server = (TlsConfig.Mutual) renewed.issue("service/task");
        var trusting =
                new TlsConfig.Mutual("stead", client.certificate(), client.key(), server.trust(), Duration.ofHours(1));
        for (Path file : new Path[] {server.certificate(), server.key()}) {
            touch(file);
            Files.copy(
                    file,
                    first.certificate().resolveSibling(file.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }

        assertThat(eventually(() -> Hosts.say(hosts.open(host, trusting), "hello")))
                .isEqualTo("hello, terminal/t-7");
    }

    @Test
    void refusesFilesThatAreNoCertificates() throws IOException {
        var config = (TlsConfig.Mutual) ca.issue("service/task");
        Files.writeString(config.certificate(), "not a certificate");

        assertThatThrownBy(() -> start(config))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_TLS_CERTIFICATE");
    }

    private ServiceHost start(TlsConfig tls) {
        return hosts.start(
                Hosts.echo(tls, new Echo(text -> text + ", " + Caller.current().path())));
    }

    private static void assertRefused(ManagedChannel channel) {
        Hosts.assertStatus(() -> Hosts.say(channel, "hello"), Status.Code.UNAVAILABLE, "");
    }

    /** Handshakes without a client certificate; the error, if there was one. */
    private Optional<Exception> handshake(ServiceHost host, String protocol) throws Exception {
        var trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null);
        try (var in = Files.newInputStream(folder.resolve("ca.pem"))) {
            trust.setCertificateEntry(
                    "ca",
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", host.port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(5_000);
            socket.startHandshake();
            while (socket.getInputStream().read() >= 0) {
                // Until the server says what it thinks of a client without a certificate.
            }
            return Optional.empty();
        } catch (SSLException e) {
            return Optional.of(e);
        }
    }

    /** The next second's time stamp: that is how a renewal is seen. */
    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(
                file,
                java.nio.file.attribute.FileTime.fromMillis(
                        Files.getLastModifiedTime(file).toMillis() + 2_000));
    }

    private static String eventually(java.util.function.Supplier<String> call) throws InterruptedException {
        for (int attempt = 0; attempt < 50; attempt++) {
            try {
                return call.get();
            } catch (io.grpc.StatusRuntimeException notYet) {
                Thread.sleep(100);
            }
        }
        return call.get();
    }
}
