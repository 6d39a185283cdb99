package dev.stead.task.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.testing.MovableClock;
import dev.stead.task.testing.TestMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedAssertionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private final MovableClock clock = new MovableClock(NOW);
    private final TestMatcher matcher = new TestMatcher("k1", clock);
    private Path jwks = Path.of("");

    @BeforeEach
    void writeKeys() {
        jwks = matcher.writeJwks(folder.resolve("jwks.json"));
    }

    private SignedAssertions assertions() {
        return new SignedAssertions(jwks, TestMatcher.ORIGIN, clock);
    }

    private static void refused(SignedAssertions assertions, String jws) {
        assertThatThrownBy(() -> assertions.read(jws))
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(TaskError.ASSERTION_INVALID));
    }

    private static void touch(Path file, long seconds) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(seconds)));
    }

    @Test
    void whatTheMatcherSignedIsRead() {
        String jws = matcher.assertion("bob", "t-1", claims -> claims.jwtID("a-1"));
        Assertion read = assertions().read(jws);
        assertThat(read)
                .isEqualTo(new Assertion(
                        new AssertionId("a-1"),
                        new PersonId("bob"),
                        new Assertion.Capture.AtTerminal(new TerminalId("t-1"), 0),
                        new EnrolmentGeneration("e-bob"),
                        NOW,
                        NOW.plusSeconds(60),
                        jws));
    }

    @Test
    void aTerminalsPadScoreIsRead() {
        SignedAssertions assertions = assertions();
        assertThat(assertions
                        .read(matcher.assertion("bob", "t-1", claims -> claims.claim("pad", 73)))
                        .capture())
                .isEqualTo(new Assertion.Capture.AtTerminal(new TerminalId("t-1"), 73));
        for (Object score : new Object[] {-1, 101, "73"}) {
            refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("pad", score)));
        }
    }

    @Test
    void otherKeysTypesAudiencesAndMissingClaimsAreRefused() throws Exception {
        SignedAssertions assertions = assertions();
        refused(assertions, new TestMatcher("k1", clock).assertion("bob", "t-1"));
        refused(assertions, new TestMatcher("k2", clock).assertion("bob", "t-1"));
        refused(assertions, matcher.sign("JWT", matcher.claims("bob", "t-1").build()));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.audience("stead:payment")));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.jwtID(null)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.subject(null)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("trm", null)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("trm", 7)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.issueTime(null)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.expirationTime(null)));
        refused(assertions, new PlainJWT(matcher.claims("bob", "t-1").build()).serialize());
        refused(assertions, hmac(matcher.claims("bob", "t-1").build()));
        for (String garbage : new String[] {"", ".", "..", "a.b.c", "x".repeat(10_000)}) {
            refused(assertions, garbage);
        }
    }

    @Test
    void anAssertionOfAnotherMatcherOrGalleryIsAboutAnotherPerson() {
        SignedAssertions assertions = assertions();
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.issuer("another:matcher")));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.issuer(null)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("gal", "other")));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("gal", null)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("enr", null)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("enr", "")));
    }

    @Test
    void aTerminalOnlyIdentifiesAndAPhoneOnlyVerifies() {
        SignedAssertions assertions = assertions();
        assertThat(assertions.read(matcher.assertion("bob", "phone")).capture())
                .isEqualTo(new Assertion.Capture.OnPhone());
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("loa", "verified")));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("loa", "nothing")));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("loa", null)));
        refused(assertions, matcher.assertion("bob", "t-1", claims -> claims.claim("cap", null)));
        refused(assertions, matcher.assertion("bob", "phone", claims -> claims.claim("loa", "identified")));
        refused(assertions, matcher.assertion("bob", "phone", claims -> claims.claim("trm", "t-1")));
    }

    @Test
    void aTerminalThatIsNamedPhoneIsATerminal() {
        String jws = matcher.assertion("bob", "t-1", claims -> claims.claim("trm", "phone"));
        assertThat(assertions().read(jws).capture())
                .isEqualTo(new Assertion.Capture.AtTerminal(new TerminalId("phone"), 0));
    }

    @Test
    void oneAssertionHasOneText() {
        SignedAssertions assertions = assertions();
        String jws = matcher.assertion("bob", "t-1");
        // 64 bytes are 86 letters: four bits of the last one do not count.
        char last = jws.charAt(jws.length() - 1);
        refused(assertions, jws.substring(0, jws.length() - 1) + (char) (last + 1));
        refused(assertions, " " + jws);
        refused(assertions, jws + "\n");
        refused(assertions, jws + "=");
    }

    /** The public key as a shared secret: a classic. */
    private String hmac(JWTClaimsSet claims) throws Exception {
        byte[] secret = Files.readAllBytes(jwks);
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("stead-identity+jwt"))
                        .keyID("k1")
                        .build(),
                claims);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    @Test
    void aHeaderThatIsNoneIsRefusedAsAnyOther() {
        for (String header : new String[] {
            "null", "[]", "{}", "5", "{\"alg\":null}", "{\"alg\":\"dir\"}", "{\"alg\":\"EdDSA\",\"crit\":[null]}"
        }) {
            refused(assertions(), Base64URL.encode(header) + ".e30.AAAA");
            refused(assertions(), Base64URL.encode(header) + ".e30.AAAA.e30.e30");
        }
    }

    @Test
    void noChangedCharacterIsAccepted() {
        long seed = 20_261_123;
        var random = new Random(seed);
        SignedAssertions assertions = assertions();
        String jws = matcher.assertion("bob", "t-1");
        for (int i = 0; i < 500; i++) {
            var changed = new StringBuilder(jws);
            // The last character of a part may hold bits that do not count.
            int at = random.nextInt(jws.length() - 1);
            char other = (char) ('A' + random.nextInt(26));
            if (jws.charAt(at) == other || jws.charAt(at + 1) == '.') {
                continue;
            }
            changed.setCharAt(at, other);
            assertThatThrownBy(() -> assertions.read(changed.toString()))
                    .as("seed %d, character %d", seed, at)
                    .isInstanceOf(TaskException.class);
        }
    }

    @Test
    void newKeysAreTakenWithoutARestartAndBrokenFilesAreNot() throws Exception {
        SignedAssertions assertions = assertions();
        var successor = new TestMatcher("k2", clock);
        refused(assertions, successor.assertion("bob", "t-1"));

        String[] broken = {"not json", "null", "{\"keys\":[null]}", ""};
        for (int i = 0; i < broken.length; i++) {
            Files.writeString(jwks, broken[i]);
            touch(jwks, 10 + i);
            clock.advance(Duration.ofSeconds(3));
            assertThat(assertions.read(matcher.assertion("bob", "t-1")).subjectId())
                    .as(broken[i])
                    .isEqualTo(new PersonId("bob"));
        }

        var _ = successor.writeJwks(jwks);
        touch(jwks, 20);
        clock.advance(Duration.ofSeconds(3));
        assertThat(assertions.read(successor.assertion("bob", "t-1")).subjectId())
                .isEqualTo(new PersonId("bob"));
        refused(assertions, matcher.assertion("bob", "t-1"));
    }

    @Test
    void withoutAnyKeyNothingStarts() throws Exception {
        for (String content : new String[] {"{\"keys\":[]}", "null", "{\"keys\":[null]}", "[]"}) {
            Files.writeString(jwks, content);
            assertThatThrownBy(this::assertions).as(content).hasMessageContaining("STEAD_ASSERTION_JWKS_FILE");
        }
    }
}
