package dev.stead.task.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.task.identity.SignedAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Signs assertions as the matcher does. */
public final class TestMatcher {
    private final OctetKeyPair key;
    private final InstantSource clock;

    public TestMatcher(String keyId, InstantSource clock) {
        this.clock = clock;
        try {
            this.key = new OctetKeyPairGenerator(Curve.Ed25519).keyID(keyId).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the public key. */
    public Path writeJwks(Path file) {
        try {
            return Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the private key: for a matcher that signs as this one does. */
    public Path writePrivateKey(Path file) {
        try {
            return Files.writeString(file, key.toJSONString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of whom this matcher's assertions are. */
    public static final SignedAssertions.Origin ORIGIN =
            new SignedAssertions.Origin("https://stead.invalid/matcher", Set.of("default"));

    /** An assertion about a person at a terminal, or on their {@code phone}. */
    public String assertion(String person, String terminal) {
        return assertion(person, terminal, claims -> claims);
    }

    public String assertion(String person, String terminal, UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign("stead-identity+jwt", change.apply(claims(person, terminal)).build());
    }

    public JWTClaimsSet.Builder claims(String person, String terminal) {
        Instant now = clock.instant();
        boolean phone = terminal.equals("phone");
        return new JWTClaimsSet.Builder()
                .issuer("https://stead.invalid/matcher")
                .subject(person)
                .audience("stead:task")
                .claim("cap", phone ? "phone" : "terminal")
                .claim("trm", phone ? null : terminal)
                .claim("gal", "default")
                .claim("enr", "e-" + person)
                .claim("non", "AAAAAAAAAAAAAAAAAAAAAA")
                .claim("loa", phone ? "verified" : "identified")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    public String sign(String type, JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                            .type(new JOSEObjectType(type))
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new Ed25519Signer(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
