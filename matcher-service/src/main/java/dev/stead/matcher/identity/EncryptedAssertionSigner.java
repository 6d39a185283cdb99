package dev.stead.matcher.identity;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.stead.matcher.domain.AssertionSigner;
import dev.stead.matcher.domain.IdentityClaims;
import dev.stead.mesh.security.EncryptionKeys;

/**
 * What another signer signed, as a compact JWE (RFC 7516, alg "dir", enc "A256GCM") around it: the terminals that pass it on learn neither
 * the subject nor whether it is the same as before. Thread-safe.
 */
public final class EncryptedAssertionSigner implements AssertionSigner {
    private final AssertionSigner signer;
    private final JWEEncrypter encrypter;
    private final JWEHeader header;

    /** @param keys of which the first one encrypts */
    public EncryptedAssertionSigner(AssertionSigner signer, EncryptionKeys keys) {
        OctetSequenceKey key = keys.first();
        this.signer = signer;
        this.header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .contentType("JWT")
                .keyID(key.getKeyID())
                .build();
        try {
            this.encrypter = new DirectEncrypter(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("a key of 256 bits encrypts", e);
        }
    }

    @Override
    public String sign(IdentityClaims claims) {
        var jwe = new JWEObject(header, new Payload(signer.sign(claims)));
        try {
            jwe.encrypt(encrypter);
        } catch (JOSEException e) {
            throw new IllegalStateException("encrypting an assertion failed", e);
        }
        return jwe.serialize();
    }
}
