package dev.stead.mesh.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Key, bytes and signature are those of docs/integrate.md, and were made with Python and OpenSSL: other languages sign so too. */
class SignedCaptureTest {
    private static final String BYTES = "0000001073746561642d636170747572652d76310000000563616d2d310000000674696c6c2d31"
            + "0000000670656f706c6500000010000102030405060708090a0b0c0d0e0f000000000000002a000000006b089528000000000754d4"
            + "c00000000c736f6d652d6d6f64656c40310000000c0000803f000000bf0000803e0000000000000050000000000000000100000"
            + "00a706173736976652d7631000000000000005d0000000000000001";
    private static final String KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaTaJLAowGVhfMvKOAyxIbgUIPJC912WmDtWeJrY4VnrbMa38"
                    + "WmmEUBEuSjyzjN6VzXc/09K3iroJUJ+UGSJeAg==";
    private static final String SIGNATURE =
            "MEYCIQDbeGZYTsDYgdaW5w35IcRtJBBgJnH3VwTyE3GBDpakFwIhAJh+18OS/DnOnizCpJBuloNb" + "pcY8KR7WfJeovtYH+NBI";

    @Test
    void theSignedBytesNeverChange() {
        assertThat(HexFormat.of().formatHex(example().bytes())).isEqualTo(BYTES);
    }

    @Test
    void aSignatureOfAnotherToolIsAccepted() {
        PublicKey key = DeviceKeys.read(Base64.getDecoder().decode(KEY));

        assertThat(example().isSignedBy(key, Base64.getDecoder().decode(SIGNATURE)))
                .isTrue();
    }

    @Test
    void whatWasSignedHereIsAcceptedOfThisKeyOnly() throws GeneralSecurityException {
        KeyPair own = pair("secp256r1");
        byte[] signature = example().sign(own.getPrivate());

        assertThat(example().isSignedBy(own.getPublic(), signature)).isTrue();
        assertThat(example().isSignedBy(pair("secp256r1").getPublic(), signature))
                .isFalse();
    }

    @Test
    void whatIsNoSignatureIsNone() {
        PublicKey key = DeviceKeys.read(Base64.getDecoder().decode(KEY));

        assertThat(example().isSignedBy(key, new byte[0])).isFalse();
        assertThat(example().isSignedBy(key, new byte[64])).isFalse();
        // r = s = 0, which some verifiers have taken for a signature of everything (CVE-2022-21449)
        assertThat(example().isSignedBy(key, HexFormat.of().parseHex("3006020100020100")))
                .isFalse();
    }

    @Test
    void keysOfOtherCurvesAndKindsAreRefused() throws GeneralSecurityException {
        byte[] p384 = pair("secp384r1").getPublic().getEncoded();
        byte[] rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        byte[] offCurve = Base64.getDecoder().decode(KEY);
        offCurve[offCurve.length - 1] ^= 1;

        for (byte[] other : new byte[][] {p384, rsa, offCurve, {}, {1, 2, 3}}) {
            assertThatThrownBy(() -> DeviceKeys.read(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static SignedCapture example() {
        byte[] challenge = new byte[16];
        for (int i = 0; i < challenge.length; i++) {
            challenge[i] = (byte) i;
        }
        byte[] embedding = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(-0.5f)
                .putFloat(0.25f)
                .array();
        return new SignedCapture(
                new CaptureContext("cam-1", "till-1", "people", challenge),
                new CapturedFrame("some-model@1", embedding, 80, 1),
                42,
                Instant.ofEpochSecond(1_795_724_584, 123_000_000),
                new PadEvidence("passive-v1", 93, 1));
    }
}
