package dev.stead.matcher.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.matcher.domain.AssertionSigner;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.IdentityClaims;
import dev.stead.mesh.security.SigningKeyFile;
import dev.stead.mesh.security.SigningKeys;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Date;
import java.util.UUID;

/** Identity assertions as compact JWS (RFC 7515) signed with Ed25519 (RFC 8037). Thread-safe. */
public final class JwsAssertionSigner implements AssertionSigner {
    /** Whom an assertion is for. */
    public static final String AUDIENCE = "stead:task";

    private static final JOSEObjectType TYPE = new JOSEObjectType("stead-identity+jwt");

    private final JWSSigner signer;
    private final JWSHeader header;
    private final String issuer;

    private JwsAssertionSigner(OctetKeyPair key, String issuer) throws GeneralSecurityException {
        this.signer = SigningKeys.signer(key);
        this.header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        this.issuer = issuer;
    }

    /** Signs with the private key in this file, a JWK (RFC 8037) of an Ed25519 pair. */
    public static JwsAssertionSigner read(Path file, String issuer) {
        try {
            return new JwsAssertionSigner(SigningKeyFile.read("STEAD_ASSERTION_KEY_FILE", file), issuer);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs", e);
        }
    }

    @Override
    public String sign(IdentityClaims claims) {
        CaptureSource source = claims.source();
        var set = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(claims.subject().value())
                .audience(AUDIENCE)
                .claim("cap", device(source))
                .claim("trm", source.device() == CaptureSource.Device.TERMINAL ? source.id() : null)
                .claim("gal", claims.gallery().value())
                .claim("enr", claims.generation().toString())
                .claim("non", claims.nonce().text())
                .claim("loa", level(claims.assurance()))
                .claim("pad", source.device() == CaptureSource.Device.TERMINAL ? claims.padBand() : null)
                .claim("ring", claims.among().map(JwsAssertionSigner::ring).orElse(null))
                .claim(
                        "rsz",
                        claims.among().map(IdentityClaims.Among::sizeClass).orElse(null))
                .claim("cal", claims.calibration())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(claims.issueTime()))
                .expirationTime(Date.from(claims.expireTime()))
                .build();
        var jws = new SignedJWT(header, set);
        try {
            jws.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("signing an assertion failed", e);
        }
        return jws.serialize();
    }

    private static String device(CaptureSource source) {
        return switch (source.device()) {
            case TERMINAL -> "terminal";
            case PHONE -> "phone";
            case OPERATOR -> throw new IllegalArgumentException("an operator's sample identifies nobody");
        };
    }

    private static String ring(IdentityClaims.Among among) {
        return switch (among.ring()) {
            case TERMINAL -> "terminal";
            case WIDER -> "wider";
            case ALL -> "all";
        };
    }

    private static String level(IdentityClaims.Assurance assurance) {
        return switch (assurance) {
            case IDENTIFICATION -> "identified";
            case VERIFICATION -> "verified";
        };
    }

    @Override
    public String toString() {
        return "JwsAssertionSigner[" + issuer + "]";
    }
}
