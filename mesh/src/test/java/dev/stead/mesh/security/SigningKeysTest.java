package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final JWSHeader PLAIN = new JWSHeader(JWSAlgorithm.EdDSA);

    private static OctetKeyPair pair(Curve curve) throws Exception {
        return new OctetKeyPairGenerator(curve).generate();
    }

    private static JWSObject signed(JWSHeader header, JWSSigner signer) throws Exception {
        var jws = new JWSObject(header, new Payload("{}"));
        jws.sign(signer);
        return JWSObject.parse(jws.serialize());
    }

    @Test
    void signsAndVerifiesAsTheLibraryDoes() throws Exception {
        OctetKeyPair pair = pair(Curve.Ed25519);
        assertThat(signed(PLAIN, SigningKeys.signer(pair)).verify(new Ed25519Verifier(pair.toPublicJWK())))
                .isTrue();
        assertThat(signed(PLAIN, new Ed25519Signer(pair)).verify(SigningKeys.verifier(pair.toPublicJWK())))
                .isTrue();
        assertThat(signed(PLAIN, SigningKeys.signer(pair)).verify(SigningKeys.verifier(pair(Curve.Ed25519))))
                .isFalse();
    }

    @Test
    void aCriticalHeaderIsRefused() throws Exception {
        OctetKeyPair pair = pair(Curve.Ed25519);
        var critical = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .criticalParams(Set.of("unknown"))
                .customParam("unknown", 1)
                .build();
        assertThat(signed(critical, SigningKeys.signer(pair)).verify(SigningKeys.verifier(pair)))
                .isFalse();
    }

    @Test
    void anotherAlgorithmIsRefused() throws Exception {
        OctetKeyPair pair = pair(Curve.Ed25519);
        byte[] content = {1, 2, 3};
        Base64URL signature = Base64URL.encode(SigningKeys.sign(SigningKeys.privateKey(pair.getDecodedD()), content));
        assertThat(SigningKeys.verifier(pair).verify(PLAIN, content, signature)).isTrue();
        assertThat(SigningKeys.verifier(pair).verify(new JWSHeader(JWSAlgorithm.ES256), content, signature))
                .isFalse();
    }

    @Test
    void keysOfAnotherCurveAreRefused() throws Exception {
        OctetKeyPair agreement = pair(Curve.X25519);
        assertThatThrownBy(() -> SigningKeys.verifier(agreement))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("X25519");
        assertThatThrownBy(() -> SigningKeys.signer(agreement)).isInstanceOf(GeneralSecurityException.class);
        for (int length : new int[] {0, 31, 33}) {
            assertThatThrownBy(() -> SigningKeys.publicKey(new byte[length]))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }
}
