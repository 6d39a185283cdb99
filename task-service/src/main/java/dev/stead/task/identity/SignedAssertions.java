package dev.stead.task.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.task.Assertion;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Assertions as compact JWS (RFC 7515), signed with EdDSA (RFC 8037); the claims are those of {@code matcher.v1.IdentityAssertion}.
 * Whatever is wrong with one, the caller gets the same reason, so that a forger gets no hints. Thread-safe.
 */
public final class SignedAssertions implements Assertions {
    private static final JOSEObjectType TYPE = new JOSEObjectType("stead-identity+jwt");
    private static final List<JWSAlgorithm> ALGORITHMS = List.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    private static final String AUDIENCE = "stead:task";
    /** Ours have about 600 characters. */
    private static final int LONGEST = 4_096;

    private final JwksFile keys;

    /** @throws dev.stead.mesh.SettingsException if the file cannot be read or holds no Ed25519 key */
    public SignedAssertions(Path jwksFile, InstantSource clock) {
        this.keys = new JwksFile(jwksFile, clock);
    }

    @Override
    public Assertion read(String jws) {
        try {
            if (jws.length() <= LONGEST) {
                SignedJWT signed = SignedJWT.parse(jws);
                if (isOurs(signed.getHeader()) && isSigned(signed)) {
                    return assertion(signed.getJWTClaimsSet(), jws);
                }
            }
        } catch (ParseException | JOSEException | IllegalArgumentException | TaskException malformed) {
            // The same answer as for a bad signature.
        }
        throw invalid();
    }

    private static boolean isOurs(JWSHeader header) {
        return TYPE.equals(header.getType()) && ALGORITHMS.contains(header.getAlgorithm());
    }

    private boolean isSigned(SignedJWT signed) throws JOSEException {
        for (JWSVerifier verifier :
                keys.verifiers(Optional.ofNullable(signed.getHeader().getKeyID()))) {
            if (signed.verify(verifier)) {
                return true;
            }
        }
        return false;
    }

    private static Assertion assertion(JWTClaimsSet claims, String jws) throws ParseException {
        if (!claims.getAudience().contains(AUDIENCE)) {
            throw invalid();
        }
        return new Assertion(
                new AssertionId(required(claims.getJWTID())),
                new PersonId(required(claims.getSubject())),
                new TerminalId(required(claims.getStringClaim("trm"))),
                required(claims.getIssueTime()).toInstant(),
                required(claims.getExpirationTime()).toInstant(),
                jws);
    }

    private static <T> T required(@Nullable T claim) {
        if (claim == null) {
            throw invalid();
        }
        return claim;
    }

    private static TaskException invalid() {
        return new TaskException(
                TaskError.ASSERTION_INVALID,
                "assertion must be one that the matcher signed for the task service, passed on as it is");
    }
}
