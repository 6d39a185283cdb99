package dev.stead.terminal;

import com.google.protobuf.ByteString;
import dev.stead.matcher.v1.CaptureProof;
import dev.stead.mesh.capture.CaptureContext;
import dev.stead.mesh.capture.CapturedFrame;
import dev.stead.mesh.capture.DeviceKey;
import dev.stead.mesh.capture.PadEvidence;
import dev.stead.mesh.capture.SignedCapture;
import dev.stead.terminal.face.PadScore;
import dev.stead.terminal.sample.CapturedSample;
import java.time.Instant;
import java.time.InstantSource;

/** Signs frames as a capture device, each as captured now. Thread-safe. */
final class CaptureSigner {
    private final DeviceKey device;
    private final String galleryId;
    private final InstantSource clock;

    CaptureSigner(DeviceKey device, String galleryId, InstantSource clock) {
        this.device = device;
        this.galleryId = galleryId;
        this.clock = clock;
    }

    CaptureProof sign(CapturedSample frame, ByteString challenge) {
        long counter = device.nextCounter(clock);
        PadScore seen = frame.pad();
        var pad = new PadEvidence(seen.method(), seen.score(), seen.level());
        Instant now = clock.instant();
        var capture = new SignedCapture(
                new CaptureContext(device.deviceId(), device.terminalId(), galleryId, challenge.toByteArray()),
                new CapturedFrame(frame.model(), frame.littleEndian(), frame.quality(), frame.faceCount()),
                counter,
                now,
                pad);
        var proof = CaptureProof.newBuilder()
                .setDeviceId(device.deviceId())
                .setCounter(counter)
                .setCaptureTime(ServiceCalls.message(now))
                .setFaceCount(frame.faceCount())
                .setSignature(ByteString.copyFrom(capture.sign(device.privateKey())));
        if (seen.answered()) {
            proof.getPadBuilder()
                    .setMethod(pad.method())
                    .setScoreBand(pad.band())
                    .setLevel(pad.level());
        }
        return proof.build();
    }
}
