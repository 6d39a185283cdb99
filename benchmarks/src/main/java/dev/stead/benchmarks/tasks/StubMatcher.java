package dev.stead.benchmarks.tasks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.mesh.security.AssertionKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/** Signs assertions in place of the matcher; makes a new one when the last is half a minute old. Not thread-safe. */
final class StubMatcher {
    private static final long SERVES_SECONDS = 60;

    private final OctetKeyPair key;
    private final InstantSource clock;
    private Instant made = Instant.MIN;
    private String assertion = "";

    StubMatcher(AssertionKeys keys, InstantSource clock) throws IOException, ParseException {
        this.key = OctetKeyPair.parse(Files.readString(keys.privateKey()));
        this.clock = clock;
    }

    String assertion() throws JOSEException {
        Instant now = clock.instant();
        if (made.isBefore(now.minusSeconds(SERVES_SECONDS / 2))) {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                            .type(new JOSEObjectType("stead-identity+jwt"))
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer("stead:matcher")
                            .subject(TaskPopulation.SUBJECT)
                            .audience("stead:task")
                            .claim("cap", "terminal")
                            .claim("trm", TaskPopulation.TERMINAL)
                            .claim("gal", "people")
                            .claim("enr", TaskPopulation.SUBJECT)
                            .claim("loa", "identified")
                            .jwtID(UUID.randomUUID().toString())
                            .issueTime(Date.from(now))
                            .expirationTime(Date.from(now.plusSeconds(SERVES_SECONDS)))
                            .build());
            jwt.sign(new Ed25519Signer(key));
            assertion = jwt.serialize();
            made = now;
        }
        return assertion;
    }
}
