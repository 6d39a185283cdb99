package dev.stead.mesh.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Checks people's bearer tokens: JWTs (RFC 7519) signed by the identity provider's keys (a JWK set, RFC 7517, from a file or a
 * URL; looked at again every five minutes, and at once for a key it does not know). Signature, issuer, audience, expiry and
 * subject must all fit. Thread-safe. May block while it fetches keys: methods for people do not run on the event loop.
 */
public final class PeopleTokens {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256);
    private static final int CLOCK_SKEW_SECONDS = 30;

    private final Optional<JWTProcessor<SecurityContext>> processor;

    private PeopleTokens(Optional<JWTProcessor<SecurityContext>> processor) {
        this.processor = processor;
    }

    /** Accepts nobody: for services that no person calls. */
    public static PeopleTokens none() {
        return new PeopleTokens(Optional.empty());
    }

    /** Reads {@code STEAD_PEOPLE_*}; accepts nobody if there are no keys. */
    public static PeopleTokens from(Settings settings) {
        return from(settings, InstantSource.system());
    }

    public static PeopleTokens from(Settings settings, InstantSource clock) {
        Optional<String> keys = settings.optional(
                "STEAD_PEOPLE_JWKS",
                "file or https URL of the keys that sign people's tokens; without it nobody is accepted");
        String issuer =
                settings.text("STEAD_PEOPLE_ISSUER", "https://stead.invalid/people", "who people's tokens come from");
        String audience = settings.text("STEAD_PEOPLE_AUDIENCE", "stead", "whom people's tokens are for");
        return keys.map(where -> of(url(where), issuer, audience, clock)).orElseGet(PeopleTokens::none);
    }

    /** Keys from a URL; a file's is {@code path.toUri().toURL()}. */
    public static PeopleTokens of(URL keys, String issuer, String audience, InstantSource clock) {
        JWKSource<SecurityContext> source = JWKSourceBuilder.create(keys)
                .cache(Duration.ofMinutes(5).toMillis(), Duration.ofSeconds(5).toMillis())
                // Tokens with made-up key ids must not make us ask the provider again and again.
                .rateLimited(Duration.ofSeconds(30).toMillis())
                .retrying(true)
                .build();
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source));
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
            // Nimbus's words here tell which claim failed, and hold no claim's value but the audience's.
            throw refused("The token is signed, but not valid here: issuer, audience, expiry or subject do not fit.");
        } catch (BadJOSEException | ParseException e) {
            throw refused("The token is not a JWT signed by a known key.");
        } catch (RateLimitReachedException e) {
            throw refused("The token is not signed by a key that was known half a minute ago.");
        } catch (JOSEException e) {
            throw Problem.of(
                            Status.Code.UNAVAILABLE,
                            "TOKEN_KEYS_UNAVAILABLE",
                            "The keys that sign people's tokens cannot be read now: try again.")
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
            throw new SettingsException("STEAD_PEOPLE_JWKS must be a file or an https URL.");
        }
    }
}
