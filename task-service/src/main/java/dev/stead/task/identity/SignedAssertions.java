package dev.stead.task.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.task.Assertion;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Assertions as compact JWS (RFC 7515), signed with EdDSA (RFC 8037); the claims are those of {@code matcher.v1.IdentityAssertion}.
 * Whatever is wrong with one, the caller gets the same reason, so that a forger gets no hints. Thread-safe.
 */
public final class SignedAssertions implements Assertions {
    private static final JOSEObjectType TYPE = new JOSEObjectType("stead-identity+jwt");
    private static final List<JWSAlgorithm> ALGORITHMS = List.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    private static final String AUDIENCE = "stead:task";
    /** Ours have about 600 characters, and 900 encrypted. */
    static final int LONGEST = 4_096;

    private final JwksFile keys;
    private final Origin origin;

    /**
     * Whose assertions are taken. One key may sign for several galleries, and a subject id means another person in each of them.
     *
     * @param issuer the matcher's {@code iss}
     * @param galleries those whose subject ids are our person ids
     */
    public record Origin(String issuer, Set<String> galleries) {
        public Origin {
            galleries = Set.copyOf(galleries);
        }
    }

    /** @throws dev.stead.mesh.SettingsException if the file cannot be read or holds no Ed25519 key */
    public SignedAssertions(Path jwksFile, Origin origin, InstantSource clock) {
        this.keys = new JwksFile(jwksFile, clock);
        this.origin = origin;
    }

    @Override
    public Assertion read(String jws) {
        try {
            if (jws.length() <= LONGEST) {
                SignedJWT signed = SignedJWT.parse(jws);
                if (isCanonical(signed.getParsedParts(), jws) && isOurs(signed.getHeader()) && isSigned(signed)) {
                    return assertion(signed.getJWTClaimsSet(), jws);
                }
            }
        } catch (ParseException | JOSEException | RuntimeException malformed) {
            // The same answer as for a bad signature. The parser takes it for granted that a header is an object.
        }
        throw invalid();
    }

    /** Base64 has several spellings of some bytes: one assertion must have one text. */
    static boolean isCanonical(Base64URL[] parts, String assertion) {
        return Arrays.stream(parts)
                .map(part -> Base64URL.encode(part.decode()).toString())
                .collect(Collectors.joining("."))
                .equals(assertion);
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

    private Assertion assertion(JWTClaimsSet claims, String jws) throws ParseException {
        if (!origin.issuer().equals(claims.getIssuer())
                || !claims.getAudience().contains(AUDIENCE)
                || !origin.galleries().contains(required(claims.getStringClaim("gal")))) {
            throw invalid();
        }
        return new Assertion(
                new AssertionId(required(claims.getJWTID())),
                new PersonId(required(claims.getSubject())),
                capture(claims),
                new EnrolmentGeneration(required(claims.getStringClaim("enr"))),
                required(claims.getIssueTime()).toInstant(),
                required(claims.getExpirationTime()).toInstant(),
                jws);
    }

    /** What was captured on a terminal only identifies, and what was captured on a phone only verifies; a mixture is not the matcher's. */
    private static Assertion.Capture capture(JWTClaimsSet claims) throws ParseException {
        String source = required(claims.getStringClaim("cap"));
        String level = required(claims.getStringClaim("loa"));
        if (source.equals("terminal") && level.equals("identified")) {
            return new Assertion.Capture.AtTerminal(
                    new TerminalId(required(claims.getStringClaim("trm"))), padBand(claims));
        }
        if (source.equals("phone") && level.equals("verified") && claims.getClaim("trm") == null) {
            return new Assertion.Capture.OnPhone();
        }
        throw invalid();
    }

    /** A matcher of before there were scores says nothing. */
    private static int padBand(JWTClaimsSet claims) throws ParseException {
        Integer band = claims.getIntegerClaim("pad");
        if (band == null) {
            return 0;
        }
        if (band < 0 || band > 100) {
            throw invalid();
        }
        return band;
    }

    private static <T> T required(@Nullable T claim) {
        if (claim == null) {
            throw invalid();
        }
        return claim;
    }

    static TaskException invalid() {
        return new TaskException(
                TaskError.ASSERTION_INVALID,
                "assertion must be one that the matcher signed for the task service, passed on as it is");
    }
}
