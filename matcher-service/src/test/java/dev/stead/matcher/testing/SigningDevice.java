package dev.stead.matcher.testing;

import com.google.protobuf.ByteString;
import dev.stead.matcher.domain.capture.CaptureDevice;
import dev.stead.matcher.domain.capture.CaptureProof;
import dev.stead.matcher.v1.Sample;
import dev.stead.mesh.capture.CaptureContext;
import dev.stead.mesh.capture.CapturedFrame;
import dev.stead.mesh.capture.PadEvidence;
import dev.stead.mesh.capture.SignedCapture;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;

/** A capture device with a key of its own. */
public record SigningDevice(CaptureDevice registered, PrivateKey key) {
    public static SigningDevice at(String terminalId, String deviceId) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new SigningDevice(
                    new CaptureDevice(deviceId, terminalId, pair.getPublic(), CaptureDevice.State.ACTIVE),
                    pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public CaptureDevice as(CaptureDevice.State state) {
        return new CaptureDevice(registered.id(), registered.terminalId(), registered.key(), state);
    }

    /** The proof of a frame that was captured for this presentation. */
    public CaptureProof sign(CaptureContext context, CaptureProof unsigned) {
        byte[] signature = new SignedCapture(
                        context, unsigned.frame(), unsigned.counter(), unsigned.time(), unsigned.pad())
                .sign(key);
        return new CaptureProof(
                unsigned.deviceId(), unsigned.frame(), unsigned.counter(), unsigned.time(), unsigned.pad(), signature);
    }

    /** The proof on the wire, with the signature; its time is in whole seconds. */
    public dev.stead.matcher.v1.CaptureProof sign(
            String galleryId, ByteString challenge, Sample sample, dev.stead.matcher.v1.CaptureProof unsigned) {
        var pad = unsigned.getPad();
        var capture = new SignedCapture(
                new CaptureContext(unsigned.getDeviceId(), registered.terminalId(), galleryId, challenge.toByteArray()),
                new CapturedFrame(
                        sample.getEmbedding().getModel(),
                        sample.getEmbedding().getFloat32Le().toByteArray(),
                        sample.getQuality(),
                        unsigned.getFaceCount()),
                unsigned.getCounter(),
                Instant.ofEpochSecond(unsigned.getCaptureTime().getSeconds()),
                unsigned.hasPad()
                        ? new PadEvidence(pad.getMethod(), pad.getScoreBand(), pad.getLevel())
                        : PadEvidence.NONE);
        return unsigned.toBuilder()
                .setSignature(ByteString.copyFrom(capture.sign(key)))
                .build();
    }
}
