package dev.stead.task.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.SigningKeyFile;
import dev.stead.mesh.security.SigningKeys;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.evidence.Evidence;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Date;
import java.util.Optional;

/** Evidence as compact JWS (RFC 7515), signed with EdDSA (RFC 8037); {@code docs/evidence.md} has its format. Thread-safe. */
public final class SignedEvidence implements Evidence.Signer {
    private static final JOSEObjectType TYPE = new JOSEObjectType("stead-evidence+jwt");
    private static final String ISSUER = "stead:task";

    private final OctetKeyPair key;
    private final JWSSigner signer;

    private SignedEvidence(OctetKeyPair key) throws GeneralSecurityException {
        this.key = key;
        this.signer = SigningKeys.signer(key);
    }

    /**
     * @param keyFile a private Ed25519 JWK; without one every call is refused with {@code EVIDENCE_KEY_MISSING}
     * @throws SettingsException if the file cannot be read or holds no such key; its content is in no message
     */
    public static Evidence.Signer with(Optional<Path> keyFile) {
        return keyFile.<Evidence.Signer>map(SignedEvidence::read).orElseGet(NoKey::new);
    }

    private static SignedEvidence read(Path keyFile) {
        OctetKeyPair pair = SigningKeyFile.read("STEAD_EVIDENCE_KEY_FILE", keyFile);
        try {
            return new SignedEvidence(
                    pair.getKeyID() == null
                            ? new OctetKeyPair.Builder(pair)
                                    .keyIDFromThumbprint()
                                    .build()
                            : pair);
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs", e);
        }
    }

    @Override
    public String sign(Evidence evidence) {
        var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .issueTime(Date.from(evidence.time()))
                .subject(evidence.task().task().id().value())
                .claim("evd", EvidenceClaims.of(evidence))
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the evidence could not be signed", impossible);
        }
        return jwt.serialize();
    }

    @Override
    public String publicKeys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** A service without a key says so, and does everything else. */
    private static final class NoKey implements Evidence.Signer {
        @Override
        public String sign(Evidence evidence) {
            throw missing();
        }

        @Override
        public String publicKeys() {
            throw missing();
        }

        private static TaskException missing() {
            return new TaskException(
                    TaskError.EVIDENCE_KEY_MISSING,
                    "this service signs no evidence: the operator sets STEAD_EVIDENCE_KEY_FILE to a private Ed25519 JWK");
        }
    }
}
