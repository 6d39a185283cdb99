package dev.stead.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.stripe.net.Webhook;
import dev.stead.mesh.audit.CheckpointException;
import dev.stead.mesh.audit.CheckpointSigner;
import dev.stead.mesh.audit.CheckpointVerifier;
import dev.stead.mesh.observe.TraceContext;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.EncryptionKeys;
import dev.stead.mesh.security.PeopleTokens;
import dev.stead.mesh.security.SpiffeId;
import dev.stead.payment.provider.StripeWebhook;
import dev.stead.task.domain.TaskException;
import dev.stead.task.identity.EncryptedAssertions;
import dev.stead.task.identity.SignedAssertions;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever somebody writes into a field, a header or a body: it is read, or refused in the reader's own words. The row N10 of the fault
 * matrix looks for more, for a minute each; a build has no time for what Jazzer does to the classes of its JVM.
 */
class WireFuzz {
    private static final String SECRET = "whsec_fuzzed";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));

    @TempDir
    static Path folder;

    private static SignedAssertions signed;
    private static EncryptedAssertions encrypted;
    private static PeopleTokens tokens;
    private static CheckpointVerifier checkpoints;
    private static OctetKeyPair key;

    @BeforeAll
    static void open() throws Exception {
        key = new OctetKeyPairGenerator(Curve.Ed25519).keyID("k1").generate();
        Path jwks = Files.writeString(folder.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
        signed = new SignedAssertions(
                jwks, new SignedAssertions.Origin("https://stead.invalid/matcher", Set.of("default")), CLOCK);
        EncryptionKeys.createIfAbsent(folder.resolve("encryption.json"));
        encrypted = new EncryptedAssertions(signed, EncryptionKeys.forAssertions(folder.resolve("encryption.json")));
        tokens = DevelopmentIssuer.open(folder, CLOCK).tokens();
        checkpoints = CheckpointSigner.read(AssertionKeys.open(folder).privateKey(), "stead/task")
                .verifier();
    }

    static Stream<byte[]> texts() {
        return Stream.of(
                        "",
                        "a.b.c",
                        "a.b.c.d.e",
                        "eyJhbGciOiJFZERTQSJ9.e30.AAAA",
                        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA",
                        "Bearer eyJhbGciOiJub25lIn0.e30.",
                        "spiffe://stead/terminal/t-1",
                        "spiffe://stead/../x?y#z",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "stead/task\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— stead/task AAAA\n",
                        "{".repeat(2_000),
                        "[".repeat(20_000))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> documents() {
        return Stream.of(
                        "{}",
                        "null",
                        "[]",
                        "{\"sub\":\"bob\",\"aud\":\"stead:task\",\"exp\":1e999,\"iat\":-1}",
                        "{\"iss\":\"https://stead.invalid/matcher\",\"aud\":[null],\"sub\":{},\"exp\":\"x\"}",
                        "{\"id\":\"evt_1\",\"object\":\"event\",\"data\":{\"object\":{\"object\":\"charge\",\"metadata\":{}}}}",
                        "{\"id\":\"evt_1\",\"object\":\"event\",\"data\":{\"object\":null}}",
                        "{\"a\":".repeat(3_000),
                        "[".repeat(20_000))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("texts")
    @FuzzTest(maxDuration = "1m")
    void anyTextIsAnAssertionOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertThat(encrypted.read(text).subjectId()).isNotNull();
        } catch (TaskException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** As if somebody had the matcher's key, and no idea of what to say with it. */
    @MethodSource("documents")
    @FuzzTest(maxDuration = "1m")
    void anySignedClaimsAreAnAssertionOrRefused(byte[] claims) throws JOSEException {
        var jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                        .type(new JOSEObjectType("stead-identity+jwt"))
                        .keyID("k1")
                        .build(),
                new Payload(claims));
        jws.sign(new Ed25519Signer(key));
        try {
            assertThat(signed.read(jws.serialize()).subjectId()).isNotNull();
        } catch (TaskException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @MethodSource("documents")
    @FuzzTest(maxDuration = "1m")
    void anySignedBodyIsAnEventOrNone(byte[] bytes) throws GeneralSecurityException {
        String body = new String(bytes, StandardCharsets.UTF_8);
        long now = CLOCK.instant().getEpochSecond();
        String signature = "t=" + now + ",v1=" + Webhook.Util.computeHmacSha256(SECRET, now + "." + body);
        new StripeWebhook(SECRET, CLOCK)
                .read(body, signature)
                .ifPresent(event -> assertThat(event.eventId()).isNotNull());
    }

    @MethodSource("texts")
    @FuzzTest(maxDuration = "1m")
    void anyTextIsATokenOrRefused(byte[] bytes) {
        try {
            assertThat(tokens.personOf(new String(bytes, StandardCharsets.UTF_8)))
                    .isNotBlank();
        } catch (StatusRuntimeException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @MethodSource("texts")
    @FuzzTest(maxDuration = "1m")
    void anyTextIsANoteANameATraceOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(TraceContext.parse(text)).isNotNull();
        try {
            assertThat(SpiffeId.parse(text).path()).isNotBlank();
        } catch (CertificateException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            assertThat(checkpoints.open(text).size()).isNotNegative();
        } catch (CheckpointException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
