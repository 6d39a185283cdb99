package dev.stead.mesh.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import dev.stead.mesh.Problem;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.PersonIds.SubjectPolicy;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies people's bearer tokens: JWTs (RFC 7519) signed by an identity provider's keys (a JWK set, RFC 7517, from a file or a
 * URL; read again every five minutes, and at once for an unknown key). Checks signature, issuer, audience, expiry and subject, and makes
 * the person's id of issuer and subject. Thread-safe. May block while it fetches keys: methods for people do not run on the event loop.
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
    private static final String FURTHER = "STEAD_PEOPLE_FURTHER_ISSUERS";

    private final Map<String, JWTProcessor<SecurityContext>> processors;
    private final Optional<PersonIds> ids;

    private PeopleTokens(Map<String, JWTProcessor<SecurityContext>> processors, Optional<PersonIds> ids) {
        this.processors = Map.copyOf(processors);
        this.ids = ids;
    }

    /** Accepts no token: for services that no person calls. */
    public static PeopleTokens none() {
        return new PeopleTokens(Map.of(), Optional.empty());
    }

    /** Reads {@code STEAD_PEOPLE_*} and the key of people's ids; accepts no token if no keys of an issuer are set. */
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
        Optional<String> further = settings.optional(
                FURTHER,
                "more issuers, with commas between them: iss, JWK set and audience of each, with blanks between");
        SubjectPolicy policy = settings.choice(
                "STEAD_PEOPLE_SUBJECTS",
                SubjectPolicy.HASHED_IF_NEW,
                "plain: subjects of STEAD_PEOPLE_ISSUER that have the form of an id are people's ids as they are;"
                        + " hashed: none is; hashed-if-new: as hashed, but a store that has people already is refused");
        Optional<Path> keyFile = settings.file(
                "STEAD_PERSON_ID_KEY_FILE",
                "64 hexadecimal digits, the secret key that makes people's ids of their tokens' subjects; the same in"
                        + " all services");
        if (keys.isEmpty()) {
            if (further.isPresent()) {
                throw new SettingsException(
                        FURTHER + " is set, but STEAD_PEOPLE_JWKS is not: set the keys of the first issuer there.");
            }
            return none();
        }
        Path key = keyFile.orElseThrow(
                () -> new SettingsException("STEAD_PERSON_ID_KEY_FILE is not set, but people's tokens are accepted"
                        + " (STEAD_PEOPLE_JWKS): name the file with the key of people's ids, the same for all services"
                        + " (openssl rand -hex 32 makes one)."));
        var issuers = new ArrayList<TokenIssuer>();
        issuers.add(TokenIssuer.of(issuer, keys.get(), audience, "STEAD_PEOPLE_JWKS"));
        further.ifPresent(text -> issuers.addAll(TokenIssuer.list(text, FURTHER)));
        return of(issuers, PersonIds.read(key, policy, issuer), clock);
    }

    /** Accepts the tokens of these issuers. */
    static PeopleTokens of(List<TokenIssuer> issuers, PersonIds ids, InstantSource clock) {
        var processors = new HashMap<String, JWTProcessor<SecurityContext>>();
        for (TokenIssuer one : issuers) {
            if (processors.put(one.issuer(), processor(one, clock)) != null) {
                throw new SettingsException(FURTHER
                        + " names an issuer a second time: name each once, with one JWK set (" + one.issuer() + ").");
            }
        }
        return new PeopleTokens(processors, Optional.of(ids));
    }

    private static JWTProcessor<SecurityContext> processor(TokenIssuer issuer, InstantSource clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        // None, a JWT (RFC 7519) or an access token (RFC 9068), but not what has another purpose, such as logout+jwt.
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, PeopleKeys.of(issuer.keys())));
        var exact = new JWTClaimsSet.Builder().issuer(issuer.issuer()).build();
        var verifier = new DefaultJWTClaimsVerifier<SecurityContext>(issuer.audience(), exact, Set.of("exp")) {
            @Override
            protected Date currentTime() {
                return Date.from(clock.instant());
            }
        };
        verifier.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(verifier);
        return processor;
    }

    /** How people's ids are made; empty if no token is accepted. */
    public Optional<PersonIds> ids() {
        return ids;
    }

    /**
     * The id of the person of a valid token.
     *
     * @throws StatusRuntimeException UNAUTHENTICATED / TOKEN_INVALID; UNAVAILABLE / TOKEN_KEYS_UNAVAILABLE
     */
    public String personOf(String bearer) {
        PersonIds made = ids.orElseThrow(
                () -> refused("This service accepts no people's tokens (STEAD_PEOPLE_JWKS is not set)."));
        try {
            JWT token = parse(bearer);
            // As the provider wrote them: the library makes texts of numbers, and may make one text of two long
            // numbers.
            Map<String, Object> claims = token instanceof SignedJWT signed
                    ? Objects.requireNonNullElse(signed.getPayload().toJSONObject(), Map.of())
                    : Map.of();
            JWTProcessor<SecurityContext> processor =
                    claims.get("iss") instanceof String name ? processors.get(name) : null;
            if (!(claims.get("iss") instanceof String issuer) || processor == null) {
                throw refused("The token is no signed JWT of an issuer (iss) that is trusted here.");
            }
            String subject = subject(claims.get("sub"));
            JWTClaimsSet _ = processor.process(token, null);
            return made.of(issuer, subject);
        } catch (BadJWTException e) {
            // Nimbus's message names the claim that failed; ours does not help to guess.
            throw refused("The token is signed, but its issuer, audience or expiry is not accepted here.");
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

    /** The parser takes it for granted that a header is an object, and has what its algorithm needs. */
    private static JWT parse(String bearer) throws ParseException {
        try {
            return JWTParser.parse(bearer);
        } catch (RuntimeException malformed) {
            throw new ParseException("no JWT", 0);
        }
    }

    /** Signing in again would bring the same subject, so the text does not advise it. A subject may be an address: it is not repeated. */
    private static String subject(@Nullable Object claim) {
        if (claim instanceof String subject && PersonIds.isSubject(subject)) {
            return subject;
        }
        throw Problem.of(
                        Status.Code.UNAUTHENTICATED,
                        "TOKEN_INVALID",
                        "The token's subject (sub) cannot be used: the identity provider must send a text that has "
                                + PersonIds.SUBJECT_RULE + ".")
                .asException();
    }

    static StatusRuntimeException refused(String why) {
        return Problem.of(Status.Code.UNAUTHENTICATED, "TOKEN_INVALID", why + " Sign in again.")
                .asException();
    }
}
