package dev.stead.mesh.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/** Signs people's tokens (ES256) with a key in a folder, instead of an identity provider: for one machine and for tests. */
public final class DevelopmentIssuer {
    public static final String ISSUER = "https://stead.invalid/people";
    public static final String AUDIENCE = "stead";

    private final Path jwks;
    private final ECKey key;
    private final InstantSource clock;

    private DevelopmentIssuer(Path jwks, ECKey key, InstantSource clock) {
        this.jwks = jwks;
        this.key = key;
        this.clock = clock;
    }

    /** The issuer of a folder; generates its key if there is none. */
    public static DevelopmentIssuer open(Path folder, InstantSource clock) {
        try {
            Path secret = folder.resolve("people-key.json");
            Path jwks = folder.resolve("people-jwks.json");
            ECKey key;
            if (Files.exists(secret)) {
                key = ECKey.parse(PrivateFiles.read(secret));
            } else {
                key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
                PrivateFiles.secret(secret, key.toJSONString());
            }
            PrivateFiles.open(jwks, new JWKSet(key.toPublicJWK()).toString(true));
            return new DevelopmentIssuer(jwks, key, clock);
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("cannot open the development issuer in " + folder, e);
        }
    }

    /** The public keys, for {@code STEAD_PEOPLE_JWKS}. */
    public Path jwks() {
        return jwks;
    }

    /** Verifies the tokens of this issuer. */
    public PeopleTokens tokens() {
        try {
            return PeopleTokens.of(jwks.toUri().toURL(), ISSUER, AUDIENCE, clock);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token for a person. */
    public String token(String subjectId, Duration valid) {
        Instant now = clock.instant();
        return sign(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subjectId)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(valid)))
                .build());
    }

    /** Writes a token for a person to a file that its owner alone may read. */
    public void writeToken(Path file, String subjectId, Duration valid) {
        PrivateFiles.secret(file, token(subjectId, valid));
    }

    /** Any claims, also wrong ones: for tests. */
    String sign(JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }
}
