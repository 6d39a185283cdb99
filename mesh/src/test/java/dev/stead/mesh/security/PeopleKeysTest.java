package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleKeysTest {
    private static final Duration FRESH = Duration.ofMillis(600);

    private final AtomicInteger reads = new AtomicInteger();
    private volatile String keys = "";
    private volatile boolean isDown;

    @SuppressWarnings("NullAway.Init")
    private HttpServer provider;

    @BeforeEach
    void start() throws Exception {
        keys = keys("first");
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/jwks", exchange -> {
            try (exchange) {
                reads.incrementAndGet();
                byte[] body = keys.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(isDown ? 503 : 200, isDown ? -1 : body.length);
                if (!isDown) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    @Test
    void theLastKeysServeWhileTheProviderIsDownButNotForEver() throws Exception {
        JWKSource<SecurityContext> source = source(Duration.ofSeconds(4));
        Instant read = Instant.now();
        assertThat(ids(source, "first")).containsExactly("first");
        isDown = true;

        TimeUnit.MILLISECONDS.sleep(2 * FRESH.toMillis());
        assertThat(ids(source, "first")).containsExactly("first");

        while (Instant.now().isBefore(read.plusSeconds(6))) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThatThrownBy(() -> ids(source, "first")).isInstanceOf(JOSEException.class);
        isDown = false;
        assertThat(ids(source, "first")).containsExactly("first");
    }

    @Test
    void aKeyThatIsNewIsFoundAtOnceAndInventedOnesDoNotCallTheProviderEachTime() throws Exception {
        JWKSource<SecurityContext> source = source(Duration.ofSeconds(4));
        assertThat(ids(source, "first")).containsExactly("first");
        keys = keys("second");
        assertThat(ids(source, "second")).containsExactly("second");

        int before = reads.get();
        for (int i = 0; i < 50; i++) {
            try {
                assertThat(ids(source, "invented-" + i)).isEmpty();
            } catch (RateLimitReachedException refused) {
                // As it should be.
            }
        }
        assertThat(reads.get() - before).isLessThan(10);
    }

    private JWKSource<SecurityContext> source(Duration outage) throws Exception {
        return PeopleKeys.of(
                URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/jwks")
                        .toURL(),
                FRESH,
                outage);
    }

    private static String keys(String id) throws JOSEException {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        return new JWKSet(key.toPublicJWK()).toString();
    }

    private static List<String> ids(JWKSource<SecurityContext> source, String wanted) throws JOSEException {
        var selector = new JWKSelector(new JWKMatcher.Builder().keyID(wanted).build());
        return source.get(selector, null).stream().map(JWK::getKeyID).toList();
    }
}
