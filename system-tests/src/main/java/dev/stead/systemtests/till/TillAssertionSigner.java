package dev.stead.systemtests.till;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/** Signs assertions in the matcher's place, so that a row about money needs no faces. Thread-safe. */
public final class TillAssertionSigner {
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final OctetKeyPair key;
    private final JWSSigner signer;
    private final InstantSource clock;

    private TillAssertionSigner(OctetKeyPair key, JWSSigner signer, InstantSource clock) {
        this.key = key;
        this.signer = signer;
        this.clock = clock;
    }

    /** Makes the key pair in a folder, or takes the one that is there. */
    public static TillAssertionSigner open(Path folder, InstantSource clock) throws IOException {
        try {
            OctetKeyPair key = OctetKeyPair.parse(
                    Files.readString(AssertionKeys.open(folder).privateKey()));
            return new TillAssertionSigner(key, SigningKeys.signer(key), clock);
        } catch (ParseException | GeneralSecurityException e) {
            throw new IOException("no usable assertion key in " + folder, e);
        }
    }

    /** A new assertion that somebody stands before a terminal, or before their own {@code phone}. */
    public String sign(String subjectId, String terminalId) {
        Instant now = clock.instant();
        boolean phone = terminalId.equals("phone");
        var claims = new JWTClaimsSet.Builder()
                .issuer("stead:matcher")
                .subject(subjectId)
                .audience("stead:task")
                .claim("cap", phone ? "phone" : "terminal")
                .claim("trm", phone ? null : terminalId)
                .claim("gal", "people")
                .claim("enr", "e-" + subjectId)
                .claim("non", "AAAAAAAAAAAAAAAAAAAAAA")
                .claim("loa", phone ? "verified" : "identified")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .type(new JOSEObjectType("stead-identity+jwt"))
                .keyID(key.getKeyID())
                .build();
        try {
            var assertion = new SignedJWT(header, claims);
            assertion.sign(signer);
            return assertion.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
