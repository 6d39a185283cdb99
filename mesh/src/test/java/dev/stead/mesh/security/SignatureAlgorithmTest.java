package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The native library signs and verifies as the JDK does. */
class SignatureAlgorithmTest {
    private static final byte[] CONTENT = "what is signed".getBytes(StandardCharsets.UTF_8);
    /** The order of the group of Ed25519 (RFC 8032). */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static boolean isNative;

    @BeforeAll
    static void load() {
        isNative = SignatureAlgorithm.loadNative();
    }

    private static KeyPair keys(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        if (algorithm == SignatureAlgorithm.ED25519) {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static Signature ofTheJdk(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        return Signature.getInstance(algorithm == SignatureAlgorithm.ES256 ? "SHA256withECDSA" : "Ed25519", "SunEC");
    }

    @Test
    void theLibraryRunsWhereItExists() {
        String arch = System.getProperty("os.arch");
        assumeTrue(System.getProperty("os.name").equals("Linux") && (arch.equals("amd64") || arch.equals("aarch64")));
        assertThat(isNative).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theJdkVerifiesWhatWasSigned(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        KeyPair keys = keys(algorithm);
        Signature jdk = ofTheJdk(algorithm);
        jdk.initVerify(keys.getPublic());
        jdk.update(CONTENT);
        assertThat(jdk.verify(algorithm.sign(keys.getPrivate(), CONTENT))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheJdkSignedIsVerified(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        KeyPair keys = keys(algorithm);
        Signature jdk = ofTheJdk(algorithm);
        jdk.initSign(keys.getPrivate());
        jdk.update(CONTENT);
        byte[] signed = jdk.sign();
        assertThat(algorithm.isSigned(keys.getPublic(), signed, CONTENT)).isTrue();
        assertThat(algorithm.isSigned(keys(algorithm).getPublic(), signed, CONTENT))
                .isFalse();
        assertThat(algorithm.isSigned(keys.getPublic(), signed, new byte[] {1})).isFalse();
        for (int i = 0; i < signed.length; i++) {
            byte[] changed = signed.clone();
            changed[i] ^= 1;
            assertThat(algorithm.isSigned(keys.getPublic(), changed, CONTENT)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatAreNoSignatureAreNone(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        KeyPair keys = keys(algorithm);
        byte[] signed = algorithm.sign(keys.getPrivate(), CONTENT);
        var random = new Random(1);
        for (int length = 0; length < 200; length++) {
            byte[] any = new byte[length];
            assertThat(algorithm.isSigned(keys.getPublic(), any, CONTENT)).isFalse();
            random.nextBytes(any);
            assertThat(algorithm.isSigned(keys.getPublic(), any, CONTENT)).isFalse();
            if (length != signed.length) {
                assertThat(algorithm.isSigned(keys.getPublic(), Arrays.copyOf(signed, length), CONTENT))
                        .isFalse();
            }
        }
    }

    /** Otherwise there would be a second signature for everything that is signed. */
    @Test
    void aSignatureWithTheGroupsOrderAddedIsNone() throws GeneralSecurityException {
        KeyPair keys = keys(SignatureAlgorithm.ED25519);
        byte[] signed = SignatureAlgorithm.ED25519.sign(keys.getPrivate(), CONTENT);
        byte[] scalar = Arrays.copyOfRange(signed, 32, 64);
        byte[] added = reversed(new BigInteger(1, reversed(scalar)).add(ORDER).toByteArray());
        System.arraycopy(Arrays.copyOf(added, 32), 0, signed, 32, 32);
        assertThat(SignatureAlgorithm.ED25519.isSigned(keys.getPublic(), signed, CONTENT))
                .isFalse();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
