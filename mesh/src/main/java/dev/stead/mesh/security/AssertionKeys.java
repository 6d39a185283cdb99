package dev.stead.mesh.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of the Ed25519 key pair (EdDSA, RFC 8037) of a service that signs assertions: the private JWK for the signer, the
 * public JWK set for verifiers. For development; production brings its own files.
 *
 * @param privateKey a JWK, readable by its owner only
 * @param publicKeys a JWK set
 */
public record AssertionKeys(Path privateKey, Path publicKeys) {
    /** The pair in a folder; generates it if there is none. */
    public static AssertionKeys open(Path folder) {
        var keys = new AssertionKeys(folder.resolve("assertion-key.json"), folder.resolve("assertion-jwks.json"));
        if (!Files.exists(keys.privateKey)) {
            try {
                OctetKeyPair pair = new OctetKeyPairGenerator(Curve.Ed25519)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.EdDSA)
                        .keyIDFromThumbprint(true)
                        .generate();
                PrivateFiles.open(keys.publicKeys, new JWKSet(pair.toPublicJWK()).toString(true));
                PrivateFiles.secret(keys.privateKey, pair.toJSONString());
            } catch (JOSEException e) {
                throw new IllegalStateException("cannot generate an Ed25519 key", e);
            }
        }
        return keys;
    }
}
