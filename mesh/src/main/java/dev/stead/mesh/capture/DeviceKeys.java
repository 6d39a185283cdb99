package dev.stead.mesh.capture;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;

/** Reads the public keys of capture devices. */
public final class DeviceKeys {
    private DeviceKeys() {}

    /**
     * A public key on P-256 (secp256r1), from a SubjectPublicKeyInfo in DER (RFC 5280).
     *
     * @throws IllegalArgumentException if it is anything else, or its point is not on the curve
     */
    public static PublicKey read(byte[] subjectPublicKeyInfo) {
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
            if (key instanceof ECPublicKey point && isP256(point.getParams()) && isOnCurve(point)) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a key", e);
        }
        throw new IllegalArgumentException("not a key on P-256");
    }

    /** The JDK does not look. P-256 has no smaller subgroup: a point on the curve is a key. */
    private static boolean isOnCurve(ECPublicKey key) {
        EllipticCurve curve = key.getParams().getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        return x.signum() >= 0
                && y.signum() >= 0
                && x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2)
                        .mod(p)
                        .equals(x.pow(3)
                                .add(curve.getA().multiply(x))
                                .add(curve.getB())
                                .mod(p));
    }

    private static boolean isP256(ECParameterSpec curve) throws GeneralSecurityException {
        AlgorithmParameters wanted = AlgorithmParameters.getInstance("EC");
        wanted.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = wanted.getParameterSpec(ECParameterSpec.class);
        return curve.getCurve().equals(p256.getCurve())
                && curve.getGenerator().equals(p256.getGenerator())
                && curve.getOrder().equals(p256.getOrder());
    }
}
