package dev.stead.mesh.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Ed25519 keys as a JWK (RFC 8037) or a checkpoint holds them: for Java and JWS, and what they sign (RFC 8032). */
public final class SigningKeys {
    private static final String ED25519 = "Ed25519";
    private static final int KEY_BYTES = 32;
    /** What stands before the 32 bytes of a public key in DER (RFC 8410). */
    private static final byte[] DER = HexFormat.of().parseHex("302a300506032b6570032100");

    private SigningKeys() {}

    /** @throws GeneralSecurityException if these are not the 32 bytes of a public key */
    public static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
        if (raw.length != KEY_BYTES) {
            throw new GeneralSecurityException("not a public Ed25519 key");
        }
        byte[] encoded =
                ByteBuffer.allocate(DER.length + KEY_BYTES).put(DER).put(raw).array();
        return KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** @throws GeneralSecurityException if it is not the 32 bytes of a private key; it may quote them */
    public static PrivateKey privateKey(byte[] raw) throws GeneralSecurityException {
        return KeyFactory.getInstance(ED25519).generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, raw));
    }

    /** Signs all of the content. */
    public static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance(ED25519);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs", e);
        }
    }

    /** Whether {@code signed}, which may be anything, is a signature of the content by the key. */
    public static boolean isSigned(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ED25519);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key verifies", e);
        }
    }

    /**
     * Signs JWSs (alg "EdDSA") with the private key of a pair. Thread-safe.
     *
     * @throws GeneralSecurityException if the pair is of another curve
     */
    public static JWSSigner signer(OctetKeyPair pair) throws GeneralSecurityException {
        requireEd25519(pair);
        return new Signer(privateKey(pair.getDecodedD()));
    }

    /**
     * Verifies JWSs (alg "EdDSA") with a public key, and refuses those with a critical header, since it knows none. Thread-safe.
     *
     * @throws GeneralSecurityException if the key is of another curve
     */
    public static JWSVerifier verifier(OctetKeyPair pair) throws GeneralSecurityException {
        requireEd25519(pair);
        return new Verifier(publicKey(pair.getDecodedX()));
    }

    private static void requireEd25519(OctetKeyPair pair) throws GeneralSecurityException {
        if (!Curve.Ed25519.equals(pair.getCurve())) {
            throw new GeneralSecurityException("the key is of " + pair.getCurve() + ", not of Ed25519");
        }
    }

    private static final class Signer extends EdDSAProvider implements JWSSigner {
        private final PrivateKey key;

        private Signer(PrivateKey key) {
            this.key = key;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] content) {
            return Base64URL.encode(SigningKeys.sign(key, content));
        }
    }

    private static final class Verifier extends EdDSAProvider implements JWSVerifier {
        private final PublicKey key;

        private Verifier(PublicKey key) {
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] content, Base64URL signature) {
            boolean expected = JWSAlgorithm.EdDSA.equals(header.getAlgorithm()) && header.getCriticalParams() == null;
            return expected && isSigned(key, content, signature.decode());
        }
    }
}
