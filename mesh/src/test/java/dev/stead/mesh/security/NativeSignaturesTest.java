package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The native library signs and verifies as the JDK does. */
class NativeSignaturesTest {
    private static final byte[] CONTENT = "what is signed".getBytes(StandardCharsets.UTF_8);
    private static final String OURS = "SteadSignatures";
    private static final String JDK = "SunEC";
    /** The order of the group of Ed25519 (RFC 8032). */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @BeforeAll
    static void install() {
        String arch = System.getProperty("os.arch");
        assumeTrue(System.getProperty("os.name").equals("Linux") && (arch.equals("amd64") || arch.equals("aarch64")));
        assertThat(NativeSignatures.install()).isTrue();
    }

    /** Other tests see the JDK that they had. */
    @AfterAll
    static void remove() {
        Security.removeProvider(OURS);
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        if (algorithm.equals("Ed25519")) {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static byte[] sign(String algorithm, String provider, KeyPair keys) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initSign(keys.getPrivate());
        signature.update(CONTENT);
        return signature.sign();
    }

    private static boolean isSigned(String algorithm, String provider, PublicKey key, byte[] content, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initVerify(key);
        signature.update(content);
        try {
            return signature.verify(signed);
        } catch (SignatureException malformed) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withECDSA", "Ed25519"})
    void whoeverAsksForNoProviderGetsIt(String algorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(keys(algorithm).getPublic());
        assertThat(signature.getProvider().getName()).isEqualTo(OURS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withECDSA", "Ed25519"})
    void theJdkVerifiesWhatItSigned(String algorithm) throws GeneralSecurityException {
        KeyPair keys = keys(algorithm);
        assertThat(isSigned(algorithm, JDK, keys.getPublic(), CONTENT, sign(algorithm, OURS, keys)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withECDSA", "Ed25519"})
    void itVerifiesWhatTheJdkSignedAndNothingElse(String algorithm) throws GeneralSecurityException {
        KeyPair keys = keys(algorithm);
        byte[] signed = sign(algorithm, JDK, keys);
        assertThat(isSigned(algorithm, OURS, keys.getPublic(), CONTENT, signed)).isTrue();
        assertThat(isSigned(algorithm, OURS, keys(algorithm).getPublic(), CONTENT, signed))
                .isFalse();
        assertThat(isSigned(algorithm, OURS, keys.getPublic(), new byte[] {1}, signed))
                .isFalse();
        for (int i = 0; i < signed.length; i++) {
            byte[] changed = signed.clone();
            changed[i] ^= 1;
            assertThat(isSigned(algorithm, OURS, keys.getPublic(), CONTENT, changed))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withECDSA", "Ed25519"})
    void bytesThatAreNoSignatureAreNone(String algorithm) throws GeneralSecurityException {
        KeyPair keys = keys(algorithm);
        byte[] signed = sign(algorithm, OURS, keys);
        var random = new Random(1);
        for (int length = 0; length < 200; length++) {
            byte[] any = new byte[length];
            assertThat(isSigned(algorithm, OURS, keys.getPublic(), CONTENT, any))
                    .isFalse();
            random.nextBytes(any);
            assertThat(isSigned(algorithm, OURS, keys.getPublic(), CONTENT, any))
                    .isFalse();
            if (length != signed.length) {
                assertThat(isSigned(algorithm, OURS, keys.getPublic(), CONTENT, Arrays.copyOf(signed, length)))
                        .isFalse();
            }
        }
    }

    /** Otherwise there would be a second signature for everything that is signed. */
    @Test
    void aSignatureWithTheGroupsOrderAddedIsNone() throws GeneralSecurityException {
        KeyPair keys = keys("Ed25519");
        byte[] signed = sign("Ed25519", OURS, keys);
        byte[] scalar = Arrays.copyOfRange(signed, 32, 64);
        byte[] added = reversed(new BigInteger(1, reversed(scalar)).add(ORDER).toByteArray());
        System.arraycopy(Arrays.copyOf(added, 32), 0, signed, 32, 32);
        assertThat(isSigned("Ed25519", OURS, keys.getPublic(), CONTENT, signed)).isFalse();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
