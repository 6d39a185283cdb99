package dev.stead.mesh.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.stead.mesh.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;

/** Signs people's tokens (ES256) with a key in a folder, instead of an identity provider: for one machine and for tests. */
public final class DevelopmentIssuer {
    public static final String ISSUER = "https://stead.invalid/people";
    public static final String AUDIENCE = "stead";

    private static final int KEY_BYTES = 32;

    private final Path jwks;
    private final Path personIdKey;
    private final ECKey key;
    private final InstantSource clock;

    private DevelopmentIssuer(Path jwks, Path personIdKey, ECKey key, InstantSource clock) {
        this.jwks = jwks;
        this.personIdKey = personIdKey;
        this.key = key;
        this.clock = clock;
    }

    /** The issuer of a folder; generates its key, and the key of people's ids, if there is none. */
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
            Path personIdKey = folder.resolve("person-id-key");
            if (!Files.exists(personIdKey)) {
                byte[] random = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(random);
                PrivateFiles.secret(personIdKey, HexFormat.of().formatHex(random) + "\n");
            }
            return new DevelopmentIssuer(jwks, personIdKey, key, clock);
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("cannot open the development issuer in " + folder, e);
        }
    }

    /** The public keys, for {@code STEAD_PEOPLE_JWKS}. */
    public Path jwks() {
        return jwks;
    }

    /** The key of people's ids, for {@code STEAD_PERSON_ID_KEY_FILE}. */
    public Path personIdKey() {
        return personIdKey;
    }

    /**
     * What a service needs to accept this issuer's tokens. Names such as {@code ada} are ids as they are, so that who tries Stead out can
     * name people by them; what is no id is hashed.
     */
    public Map<String, String> settings() {
        return Map.of(
                "STEAD_PEOPLE_JWKS", jwks.toString(),
                "STEAD_PERSON_ID_KEY_FILE", personIdKey.toString(),
                "STEAD_PEOPLE_SUBJECTS", "plain");
    }

    /** Verifies the tokens of this issuer. */
    public PeopleTokens tokens() {
        return PeopleTokens.from(Settings.of(settings()), clock);
    }

    /**
     * A token for a person.
     *
     * @param subject as an identity provider would send it
     */
    public String token(String subject, Duration valid) {
        Instant now = clock.instant();
        return sign(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(valid)))
                .build());
    }

    /** Writes a token for a person to a file that its owner alone may read. */
    public void writeToken(Path file, String subject, Duration valid) {
        PrivateFiles.secret(file, token(subject, valid));
    }

    /** Any claims, also wrong ones: for tests. */
    String sign(JWTClaimsSet claims) {
        return sign(claims.toPayload());
    }

    /** Any bytes: for tests. */
    String sign(Payload payload) {
        try {
            var token = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    payload);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }
}
