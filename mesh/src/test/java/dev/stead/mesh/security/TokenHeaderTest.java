package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.mesh.Echo;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.ServiceHost;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People's tokens as identity providers make them, in the headers that gateways send. */
class TokenHeaderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private final Hosts hosts = new Hosts();

    @SuppressWarnings("NullAway.Init")
    private DevelopmentIssuer issuer;

    @BeforeEach
    void open() {
        issuer = DevelopmentIssuer.open(folder, InstantSource.fixed(NOW));
    }

    @AfterEach
    void stop() {
        hosts.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ES256,",
        "ES384,JWT",
        "ES512,at+jwt",
        "RS256,jwt",
        "RS384,at+jwt",
        "RS512,AT+JWT",
        "PS256,",
        "PS384,JWT",
        "PS512,"
    })
    void everyUsualAlgorithmAndTypeIsTaken(String algorithm, @Nullable String type) throws Exception {
        JWSAlgorithm alg = JWSAlgorithm.parse(algorithm);
        JWK key = JWSAlgorithm.Family.EC.contains(alg)
                ? new ECKeyGenerator(Curve.forJWSAlgorithm(alg).iterator().next())
                        .keyID("k")
                        .generate()
                : new RSAKeyGenerator(2048).keyID("k").generate();
        Files.writeString(issuer.jwks(), new JWKSet(key.toPublicJWK()).toString());

        String token = token(alg, type, new DefaultJWSSignerFactory().createJWSSigner(key, alg));

        assertThat(Hosts.say(gateway("Bearer " + token), "")).isEqualTo("person/s-1");
        assertThat(Hosts.say(gateway("bearer  " + token), "")).isEqualTo("person/s-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "secevent+jwt", "dpop+jwt"})
    void aTokenOfAnotherPurposeIsRefused(String type) throws Exception {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        Files.writeString(issuer.jwks(), new JWKSet(key.toPublicJWK()).toString());

        assertRefused(gateway("Bearer "
                + token(
                        JWSAlgorithm.ES256,
                        type,
                        new DefaultJWSSignerFactory().createJWSSigner(key, JWSAlgorithm.ES256))));
    }

    /** Whoever takes the public key for a shared secret lets everybody sign. */
    @Test
    void thePublicKeyIsNoSecretToSignWith() throws Exception {
        JWK key = new RSAKeyGenerator(2048).keyID("k").generate();
        Files.writeString(issuer.jwks(), new JWKSet(key.toPublicJWK()).toString());
        byte[] publicKey = key.toRSAKey().toPublicKey().getEncoded();

        assertRefused(gateway("Bearer " + token(JWSAlgorithm.HS256, null, new MACSigner(publicKey))));
    }

    @Test
    void severalAuthorizationHeadersAreRefused() {
        String ana = "Bearer " + issuer.token("ana", Duration.ofMinutes(5));
        String ben = "Bearer " + issuer.token("ben", Duration.ofMinutes(5));

        assertThat(Hosts.say(gateway(ana), "")).isEqualTo("person/ana");
        assertRefused(gateway(ana, ben));
        assertRefused(gateway(ana, ana));
        assertRefused(gateway("", ana));
    }

    private static String token(JWSAlgorithm alg, @Nullable String type, JWSSigner signer) throws Exception {
        var header = new JWSHeader.Builder(alg).keyID("k");
        if (type != null) {
            header.type(new JOSEObjectType(type));
        }
        var token = new SignedJWT(
                header.build(),
                new JWTClaimsSet.Builder()
                        .issuer(DevelopmentIssuer.ISSUER)
                        .audience(DevelopmentIssuer.AUDIENCE)
                        .subject("s-1")
                        .expirationTime(Date.from(NOW.plusSeconds(60)))
                        .build());
        token.sign(signer);
        return token.serialize();
    }

    private Channel gateway(String... authorizations) {
        ServiceHost host = hosts.start(
                Hosts.echo(Hosts.PLAIN, new Echo(_ -> Caller.current().path())).people(issuer.tokens()));
        var headers = new Metadata();
        for (String one : authorizations) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), one);
        }
        return ClientInterceptors.intercept(
                hosts.open(host, TlsConfig.plaintext("gateway/g-1")),
                MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static void assertRefused(Channel channel) {
        Hosts.assertProblem(() -> Hosts.say(channel, ""), Status.Code.UNAUTHENTICATED, "TOKEN_INVALID");
    }
}
