package dev.stead.mesh.security;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Secret keys that two services share, so that one encrypts for the other what a third passes on: a JWK set of 256-bit keys, each with its
 * id (RFC 7517, RFC 7518, 6.4).
 */
public final class EncryptionKeys {
    private static final String ASSERTIONS = "STEAD_ASSERTION_ENCRYPTION_KEY_FILE";
    private static final int BITS = 256;

    private final List<OctetSequenceKey> keys;

    private EncryptionKeys(List<OctetSequenceKey> keys) {
        this.keys = keys;
    }

    /** The file of those with which the matcher encrypts assertions for the task service; empty if it does not. */
    public static Optional<Path> fileForAssertions(Settings settings) {
        return settings.file(
                ASSERTIONS,
                "a JWK set of secret 256-bit keys that the matcher and the task service share; terminals cannot read"
                        + " assertions that are encrypted with them");
    }

    /**
     * Reads that file.
     *
     * @throws SettingsException if it cannot be read, or a key of it is another one; its content is in no message
     */
    public static EncryptionKeys forAssertions(Path file) {
        try {
            var keys = new ArrayList<OctetSequenceKey>();
            for (JWK jwk : JWKSet.parse(TextFile.read(file)).getKeys()) {
                if (!(jwk instanceof OctetSequenceKey key) || key.size() != BITS || key.getKeyID() == null) {
                    throw new ParseException("another key", 0);
                }
                keys.add(key);
            }
            if (!keys.isEmpty()) {
                return new EncryptionKeys(List.copyOf(keys));
            }
        } catch (IOException e) {
            throw new SettingsException(ASSERTIONS + " names " + file + ", which cannot be read ("
                    + e.getClass().getSimpleName() + "): name a JWK set of secret keys.");
        } catch (ParseException | RuntimeException malformed) {
            // Without the cause: a parser's message may quote the key. It takes it for granted that keys are objects.
        }
        throw new SettingsException(ASSERTIONS + " names " + file
                + ", which is not a JWK set of keys with \"kty\": \"oct\", 256 bits and a \"kid\" each.");
    }

    /** Generates a set of one key, if there is no such file. For development; production brings its own. */
    public static void createIfAbsent(Path file) {
        if (!Files.exists(file)) {
            try {
                OctetSequenceKey key = new OctetSequenceKeyGenerator(BITS)
                        .keyUse(KeyUse.ENCRYPTION)
                        .algorithm(EncryptionMethod.A256GCM)
                        .keyIDFromThumbprint(true)
                        .generate();
                PrivateFiles.secret(file, new JWKSet(key).toString(false));
            } catch (JOSEException e) {
                throw new IllegalStateException("cannot generate a secret key", e);
            }
        }
    }

    /** With which new texts are encrypted. */
    public OctetSequenceKey first() {
        return keys.getFirst();
    }

    /** The key that a text names. */
    public Optional<OctetSequenceKey> of(String keyId) {
        return keys.stream().filter(key -> key.getKeyID().equals(keyId)).findFirst();
    }

    @Override
    public String toString() {
        return "EncryptionKeys[" + keys.stream().map(JWK::getKeyID).toList() + "]";
    }
}
