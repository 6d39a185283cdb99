package dev.stead.task.identity;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.stead.mesh.security.EncryptionKeys;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.domain.task.Assertion;
import java.text.ParseException;
import java.util.Optional;

/**
 * Assertions that the matcher encrypted for this service: a compact JWE (RFC 7516, alg "dir", enc "A256GCM") around the signed one. One
 * that is not encrypted is read too: what makes it the matcher's is the signature, and whoever can read it could so before. So services and
 * keys are renewed one after the other. Thread-safe.
 */
public final class EncryptedAssertions implements Assertions {
    private static final int PARTS = 5;

    private final Assertions signed;
    private final EncryptionKeys keys;

    public EncryptedAssertions(Assertions signed, EncryptionKeys keys) {
        this.signed = signed;
        this.keys = keys;
    }

    @Override
    public Assertion read(String text) {
        return signed.read(isEncrypted(text) ? decrypted(text) : text);
    }

    private static boolean isEncrypted(String text) {
        return text.length() <= SignedAssertions.LONGEST
                && text.chars().filter(c -> c == '.').count() == PARTS - 1;
    }

    private String decrypted(String text) {
        try {
            JWEObject jwe = JWEObject.parse(text);
            var header = jwe.getHeader();
            Optional<OctetSequenceKey> key =
                    Optional.ofNullable(header.getKeyID()).flatMap(keys::of);
            if (key.isPresent()
                    && JWEAlgorithm.DIR.equals(header.getAlgorithm())
                    && EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
                    && SignedAssertions.isCanonical(jwe.getParsedParts(), text)) {
                jwe.decrypt(new DirectDecrypter(key.get()));
                return jwe.getPayload().toString();
            }
        } catch (ParseException | JOSEException | RuntimeException malformed) {
            // The same answer as for a bad signature. The parser takes it for granted that a header has "enc".
        }
        throw SignedAssertions.invalid();
    }
}
