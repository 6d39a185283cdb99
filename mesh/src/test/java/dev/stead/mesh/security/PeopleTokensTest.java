package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpServer;
import dev.stead.mesh.Echo;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.net.Channels;
import io.grpc.CallOptions;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private DevelopmentIssuer issuer;

    @BeforeEach
    void open() {
        issuer = DevelopmentIssuer.open(folder, InstantSource.fixed(NOW));
    }

    @Test
    void readsTheSubjectOfAValidToken() {
        assertThat(issuer.tokens().personOf(issuer.token("s-1", Duration.ofMinutes(5))))
                .isEqualTo("s-1");
    }

    @Test
    void keepsItsKeyAcrossRestarts() {
        String token = issuer.token("s-1", Duration.ofMinutes(5));

        assertThat(DevelopmentIssuer.open(folder, InstantSource.fixed(NOW))
                        .tokens()
                        .personOf(token))
                .isEqualTo("s-1");
    }

    @Test
    void refusesWhatIsExpiredOfAnotherIssuerForAnotherAudienceOrWithoutASubject() {
        assertRefused(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(60))));
        assertRefused(claims -> claims.expirationTime(null));
        assertRefused(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(60))));
        assertRefused(claims -> claims.issuer("https://elsewhere.invalid"));
        assertRefused(claims -> claims.audience("elsewhere"));
        assertRefused(claims -> claims.subject(null));
        assertRefused(claims -> claims.subject(" "));
    }

    @Test
    void refusesAnUnsignedOrForeignOrTamperedToken() {
        String unsigned = new PlainJWT(valid().build()).serialize();
        String foreign = DevelopmentIssuer.open(folder.resolve("forger"), InstantSource.fixed(NOW))
                .token("s-1", Duration.ofMinutes(5));
        String mine = issuer.token("s-1", Duration.ofMinutes(5));
        String other = issuer.token("s-2", Duration.ofMinutes(5));
        String tampered = mine.substring(0, mine.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

        String[] withoutAHeader = {
            "bnVsbA.e30.AAAA", "bnVsbA.e30.", "bnVsbA.e30.e30.e30.e30", "eyJhbGciOiJkaXIifQ.e30.e30.e30.e30"
        };
        for (String token : withoutAHeader) {
            assertInvalid(token);
        }
        for (String token : new String[] {unsigned, foreign, tampered, "", "x", "a.b.c"}) {
            assertInvalid(token);
        }
    }

    @Test
    void acceptsNobodyWithoutKeys() {
        Hosts.assertProblem(
                () -> PeopleTokens.from(Settings.of(Map.of())).personOf(issuer.token("s-1", Duration.ofMinutes(5))),
                Status.Code.UNAUTHENTICATED,
                "TOKEN_INVALID");
    }

    @Test
    void readsTheKeysFromAUrlToo() throws Exception {
        byte[] keys = Files.readAllBytes(issuer.jwks());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
            var tokens = PeopleTokens.from(with("STEAD_PEOPLE_JWKS", url), InstantSource.fixed(NOW));

            assertThat(tokens.personOf(issuer.token("s-1", Duration.ofMinutes(5))))
                    .isEqualTo("s-1");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhenTheKeysCannotBeRead() {
        var tokens = PeopleTokens.from(with("STEAD_PEOPLE_JWKS", "http://127.0.0.1:1/jwks"), InstantSource.fixed(NOW));

        Hosts.assertProblem(
                () -> tokens.personOf(issuer.token("s-1", Duration.ofMinutes(5))),
                Status.Code.UNAVAILABLE,
                "TOKEN_KEYS_UNAVAILABLE");
    }

    @Test
    void aPersonIsWhomTheGatewaysTokenNamesAndNobodyElseMaySendOne() {
        try (var hosts = new Hosts()) {
            ServiceHost host = hosts.start(
                    Hosts.echo(Hosts.PLAIN, new Echo(_ -> Caller.current().path()))
                            .people(issuer.tokens()));
            CallOptions asPerson = CallOptions.DEFAULT.withCallCredentials(
                    Channels.bearer(() -> issuer.token("s-1", Duration.ofMinutes(5))));
            var gateway = hosts.open(host, TlsConfig.plaintext("gateway/g-1"));

            assertThat(Hosts.say(gateway, asPerson, "")).isEqualTo("person/s-1");
            assertThat(Hosts.say(gateway, "")).isEqualTo("gateway/g-1");
            assertThat(Hosts.say(hosts.open(host, TlsConfig.plaintext("terminal/t-1")), asPerson, ""))
                    .isEqualTo("terminal/t-1");
            Hosts.assertProblem(
                    () -> Hosts.say(
                            gateway, CallOptions.DEFAULT.withCallCredentials(Channels.bearer(() -> "forged")), ""),
                    Status.Code.UNAUTHENTICATED,
                    "TOKEN_INVALID");
            Hosts.assertProblem(
                    () -> Hosts.say(hosts.open(host, TlsConfig.plaintext("person/s-1")), ""),
                    Status.Code.UNAUTHENTICATED,
                    "CALLER_UNKNOWN");
        }
    }

    @Test
    void secretsAreReadableByTheirOwnerOnly() throws Exception {
        AssertionKeys keys = AssertionKeys.open(folder);
        DevelopmentCa.open(folder, "stead", InstantSource.fixed(NOW)).issue("service/task");

        for (Path secret : new Path[] {
            keys.privateKey(),
            folder.resolve("people-key.json"),
            issuer.personIdKey(),
            folder.resolve("ca-key.pem"),
            folder.resolve("service-task/key.pem")
        }) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .as(secret.toString())
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(keys.publicKeys()))
                .contains(JWSAlgorithm.EdDSA.getName())
                .doesNotContain("\"d\"");
        assertThat(Files.readString(issuer.jwks())).doesNotContain("\"d\"");
        String before = Files.readString(keys.privateKey());
        assertThat(Files.readString(AssertionKeys.open(folder).privateKey())).isEqualTo(before);
    }

    private Settings with(String key, String value) {
        var values = new HashMap<>(issuer.settings());
        values.put(key, value);
        return Settings.of(values);
    }

    private static JWTClaimsSet.Builder valid() {
        return new JWTClaimsSet.Builder()
                .issuer(DevelopmentIssuer.ISSUER)
                .audience(DevelopmentIssuer.AUDIENCE)
                .subject("s-1")
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> change) {
        assertThat(issuer.tokens().personOf(issuer.sign(valid().build()))).isEqualTo("s-1");
        assertInvalid(issuer.sign(change.apply(valid()).build()));
    }

    private void assertInvalid(String token) {
        Hosts.assertProblem(() -> issuer.tokens().personOf(token), Status.Code.UNAUTHENTICATED, "TOKEN_INVALID");
    }
}
