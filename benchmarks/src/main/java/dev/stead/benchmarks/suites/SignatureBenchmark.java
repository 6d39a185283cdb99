package dev.stead.benchmarks.suites;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import dev.stead.mesh.capture.CaptureContext;
import dev.stead.mesh.capture.CapturedFrame;
import dev.stead.mesh.capture.PadEvidence;
import dev.stead.mesh.capture.SignedCapture;
import dev.stead.mesh.security.NativeSignatures;
import dev.stead.mesh.security.SigningKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the proof of one frame of 512 dimensions costs: ES256, which devices use, beside Ed25519 over the same bytes; each by the JDK and by
 * AWS-LC, and Ed25519 by Tink as well.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class SignatureBenchmark {
    /** Whether AWS-LC signs and verifies. */
    @Param({"false", "true"})
    private boolean isNative;

    private final SignedCapture capture = new SignedCapture(
            new CaptureContext("till-1-camera", "till-1", "people", new byte[16]),
            new CapturedFrame("faceplugin-mobilefacenet@0.0.1", new byte[2_048], 80, 1),
            1_795_724_584_000L,
            Instant.ofEpochSecond(1_795_724_584),
            PadEvidence.NONE);
    private KeyPair p256;
    private byte[] es256;
    private KeyPair edwards;
    private byte[] ed25519;
    private Ed25519Sign tinkSigner;
    private Ed25519Verify tink;
    private byte[] tinkSignature;

    @Setup
    public void setUp() throws GeneralSecurityException {
        if (isNative && !NativeSignatures.install()) {
            throw new IllegalStateException("AWS-LC does not run on this machine");
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        p256 = generator.generateKeyPair();
        es256 = capture.sign(p256.getPrivate());
        edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ed25519 = SigningKeys.sign(edwards.getPrivate(), capture.bytes());
        var pair = Ed25519Sign.KeyPair.newKeyPair();
        tink = new Ed25519Verify(pair.getPublicKey());
        tinkSigner = new Ed25519Sign(pair.getPrivateKey());
        tinkSignature = tinkSigner.sign(capture.bytes());
    }

    @Benchmark
    public byte[] bytes() {
        return capture.bytes();
    }

    @Benchmark
    public byte[] es256Sign() {
        return capture.sign(p256.getPrivate());
    }

    @Benchmark
    public boolean es256Verify() {
        return capture.isSignedBy(p256.getPublic(), es256);
    }

    @Benchmark
    public byte[] ed25519Sign() {
        return SigningKeys.sign(edwards.getPrivate(), capture.bytes());
    }

    @Benchmark
    public boolean ed25519Verify() {
        return SigningKeys.isSigned(edwards.getPublic(), capture.bytes(), ed25519);
    }

    @Benchmark
    public byte[] tinkEd25519Sign() throws GeneralSecurityException {
        return tinkSigner.sign(capture.bytes());
    }

    /** Throws if it is not a signature. */
    @Benchmark
    public boolean tinkEd25519Verify() throws GeneralSecurityException {
        tink.verify(tinkSignature, capture.bytes());
        return true;
    }
}
