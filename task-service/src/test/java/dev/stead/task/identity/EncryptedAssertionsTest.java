package dev.stead.task.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.stead.mesh.security.EncryptionKeys;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.testing.MovableClock;
import dev.stead.task.testing.TestMatcher;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedAssertionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final JWEHeader NO_KEY_ID = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM);

    @TempDir
    private Path folder = Path.of("");

    private final MovableClock clock = new MovableClock(NOW);
    private final TestMatcher matcher = new TestMatcher("k1", clock);

    @SuppressWarnings("NullAway.Init") // set by open
    private EncryptionKeys keys;

    @SuppressWarnings("NullAway.Init")
    private EncryptedAssertions assertions;

    @BeforeEach
    void open() {
        keys = keys("keys.json");
        Path jwks = matcher.writeJwks(folder.resolve("jwks.json"));
        assertions = new EncryptedAssertions(new SignedAssertions(jwks, TestMatcher.ORIGIN, clock), keys);
    }

    private EncryptionKeys keys(String name) {
        Path file = folder.resolve(name);
        EncryptionKeys.createIfAbsent(file);
        return EncryptionKeys.forAssertions(file);
    }

    @Test
    void whatWasEncryptedIsReadAsIfItHadNotBeen() throws Exception {
        String signed = matcher.assertion("bob", "t-1");
        assertThat(assertions.read(encrypted(signed, keys.first()))).isEqualTo(assertions.read(signed));
    }

    @Test
    void whatIsEncryptedButNotSignedIsRefused() throws Exception {
        refused(encrypted("bob", keys.first()));
        refused(encrypted(new TestMatcher("k1", clock).assertion("bob", "t-1"), keys.first()));
        refused(encrypted(encrypted(matcher.assertion("bob", "t-1"), keys.first()), keys.first()));
    }

    @Test
    void anotherKeyAlgorithmOrMethodIsRefused() throws Exception {
        String signed = matcher.assertion("bob", "t-1");
        OctetSequenceKey other = new OctetSequenceKey.Builder(keys("other.json").first())
                .keyID(keys.first().getKeyID())
                .build();
        refused(encrypted(signed, other));
        refused(encrypted(NO_KEY_ID, signed, keys.first()));
        refused(encrypted(new JWEHeader.Builder(NO_KEY_ID).keyID("another").build(), signed, keys.first()));
        refused(encrypted(header(JWEAlgorithm.DIR, EncryptionMethod.A128CBC_HS256), signed, keys.first()));

        var wrapped = new JWEObject(header(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM), new Payload(signed));
        wrapped.encrypt(new AESEncrypter(keys.first()));
        refused(wrapped.serialize());
    }

    @Test
    void oneThatWasChangedAnywhereIsRefused() throws Exception {
        String text = encrypted(matcher.assertion("bob", "t-1"), keys.first());
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            refused(text.substring(0, i) + other + text.substring(i + 1));
        }
        refused(text + "=");
        refused(" " + text);
        refused(text + "A".repeat(4_096));
    }

    private JWEHeader header(JWEAlgorithm algorithm, EncryptionMethod method) {
        return new JWEHeader.Builder(algorithm, method)
                .keyID(keys.first().getKeyID())
                .build();
    }

    private String encrypted(String content, OctetSequenceKey key) throws JOSEException {
        return encrypted(header(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), content, key);
    }

    private static String encrypted(JWEHeader header, String content, OctetSequenceKey key) throws JOSEException {
        var jwe = new JWEObject(header, new Payload(content));
        jwe.encrypt(new DirectEncrypter(key));
        return jwe.serialize();
    }

    private void refused(String text) {
        assertThatThrownBy(() -> assertions.read(text))
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(TaskError.ASSERTION_INVALID));
    }
}
