package dev.stead.mesh.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import dev.stead.mesh.Problem;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies people's bearer tokens: JWTs (RFC 7519) signed by the identity provider's keys (a JWK set, RFC 7517, from a file or a
 * URL; read again every five minutes, and at once for an unknown key). Checks signature, issuer, audience, expiry and subject.
 * Thread-safe. May block while it fetches keys: methods for people do not run on the event loop.
 */
public final class PeopleTokens {
    /** Those of public keys that providers use: never one of a shared secret, nor none. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private static final int CLOCK_SKEW_SECONDS = 30;

    private final Optional<JWTProcessor<SecurityContext>> processor;

    private PeopleTokens(Optional<JWTProcessor<SecurityContext>> processor) {
        this.processor = processor;
    }

    /** Accepts no token: for services that no person calls. */
    public static PeopleTokens none() {
        return new PeopleTokens(Optional.empty());
    }

    /** Reads {@code STEAD_PEOPLE_*}; accepts no token if no keys are set. */
    public static PeopleTokens from(Settings settings) {
        return from(settings, InstantSource.system());
    }

    public static PeopleTokens from(Settings settings, InstantSource clock) {
        Optional<String> keys = settings.optional(
                "STEAD_PEOPLE_JWKS",
                "file or https URL of the JWK set that verifies people's tokens; without it no token is accepted");
        String issuer = settings.text(
                "STEAD_PEOPLE_ISSUER", "https://stead.invalid/people", "the issuer (iss) of people's tokens");
        String audience = settings.text("STEAD_PEOPLE_AUDIENCE", "stead", "the audience (aud) of people's tokens");
        return keys.map(where -> of(url(where), issuer, audience, clock)).orElseGet(PeopleTokens::none);
    }

    /** Keys from a URL; a file's is {@code path.toUri().toURL()}. */
    public static PeopleTokens of(URL keys, String issuer, String audience, InstantSource clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        // None, a JWT (RFC 7519) or an access token (RFC 9068), but not what has another purpose, such as logout+jwt.
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, PeopleKeys.of(keys)));
        var exact = new JWTClaimsSet.Builder().issuer(issuer).build();
        var verifier = new DefaultJWTClaimsVerifier<SecurityContext>(audience, exact, Set.of("sub", "exp")) {
            @Override
            protected Date currentTime() {
                return Date.from(clock.instant());
            }
        };
        verifier.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(verifier);
        return new PeopleTokens(Optional.of(processor));
    }

    /**
     * The subject id of a valid token.
     *
     * @throws StatusRuntimeException UNAUTHENTICATED / TOKEN_INVALID; UNAVAILABLE / TOKEN_KEYS_UNAVAILABLE
     */
    public String subjectOf(String bearer) {
        try {
            JWTClaimsSet claims = processor
                    .orElseThrow(
                            () -> refused("This service accepts no people's tokens (STEAD_PEOPLE_JWKS is not set)."))
                    .process(bearer, null);
            String subject = claims.getSubject();
            if (subject == null || subject.isBlank()) {
                throw refused("The token names no subject.");
            }
            return subject;
        } catch (BadJWTException e) {
            // Nimbus's message names the claim that failed; ours does not help to guess.
            throw refused("The token is signed, but its issuer, audience, expiry or subject is not accepted here.");
        } catch (BadJOSEException | ParseException e) {
            throw refused("The token is not a JWT signed by a known key.");
        } catch (RateLimitReachedException e) {
            throw refused("The token is not signed by a key that was known 30 seconds ago.");
        } catch (JOSEException e) {
            throw Problem.of(
                            Status.Code.UNAVAILABLE,
                            "TOKEN_KEYS_UNAVAILABLE",
                            "The keys that verify people's tokens cannot be read at present: try again.")
                    .asException();
        }
    }

    static StatusRuntimeException refused(String why) {
        return Problem.of(Status.Code.UNAUTHENTICATED, "TOKEN_INVALID", why + " Sign in again.")
                .asException();
    }

    private static URL url(String where) {
        try {
            boolean remote = where.startsWith("https://") || where.startsWith("http://");
            return remote ? URI.create(where).toURL() : Path.of(where).toUri().toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new SettingsException("STEAD_PEOPLE_JWKS must be a file or an https URL, but is neither.");
        }
    }
}
