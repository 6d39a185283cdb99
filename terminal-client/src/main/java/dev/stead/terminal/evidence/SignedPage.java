package dev.stead.terminal.evidence;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.stead.mesh.audit.CheckpointException;
import dev.stead.mesh.security.SigningKeys;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Optional;

/**
 * A page of evidence whose signature is verified.
 *
 * @param claims what {@code evd} says
 */
record SignedPage(JsonClaims claims) {
    private static final String TYPE = "stead-evidence+jwt";

    /** @throws CheckpointException unless one of the keys has signed it */
    static SignedPage open(String jws, JWKSet keys) {
        try {
            JWSObject signed = JWSObject.parse(jws);
            JWK key = keys.getKeyByKeyId(signed.getHeader().getKeyID());
            boolean isSigned = key instanceof OctetKeyPair pair
                    && signed.getHeader().getType() != null
                    && TYPE.equals(signed.getHeader().getType().getType())
                    && signed.verify(SigningKeys.verifier(pair));
            if (isSigned) {
                return Optional.ofNullable(signed.getPayload().toJSONObject())
                        .flatMap(payload -> new JsonClaims(payload).object("evd"))
                        .map(SignedPage::new)
                        .orElseThrow(() -> new CheckpointException("it says nothing"));
            }
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalStateException malformed) {
            // The same message as for another key.
        }
        throw new CheckpointException("it is not evidence that one of these keys has signed");
    }
}
