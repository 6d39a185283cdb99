package dev.stead.matcher.domain.capture;

import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Presentation;
import dev.stead.mesh.capture.CaptureContext;
import dev.stead.mesh.capture.CapturedFrame;
import dev.stead.mesh.capture.PadEvidence;
import dev.stead.mesh.capture.SignedCapture;
import java.time.Instant;
import java.util.Arrays;

/**
 * That a registered device captured this frame, at this time. Nobody may write to the signature.
 *
 * @param pad what the device found out about a presentation attack
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared; a copy of each frame would be waste
public record CaptureProof(
        String deviceId, CapturedFrame frame, long counter, Instant time, PadEvidence pad, byte[] signature) {
    public CaptureProof {
        if (counter < 1) {
            throw invalid("counter must be above 0, not " + counter);
        }
        if (frame.faceCount() < 1) {
            throw invalid("face_count must be at least 1, not " + frame.faceCount());
        }
        if (pad.band() < 0 || pad.band() > 100) {
            throw invalid("score_band must be 0 to 100, not " + pad.band());
        }
    }

    /** What the device must have signed, if it captured the frame for this presentation. */
    SignedCapture capture(Presentation presentation) {
        var context = new CaptureContext(
                deviceId,
                presentation.source().id(),
                presentation.gallery().config().id().value(),
                presentation.nonce().bytes());
        return new SignedCapture(context, frame, counter, time, pad);
    }

    /** When nobody reads the frame any more. */
    public void wipe() {
        Arrays.fill(frame.embedding(), (byte) 0);
    }

    static MatcherException invalid(String detail) {
        return new MatcherException(MatcherError.CAPTURE_PROOF_INVALID, detail);
    }
}
