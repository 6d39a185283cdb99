package dev.stead.matcher.grpc;

import com.google.protobuf.Timestamp;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.capture.CaptureProof;
import dev.stead.matcher.v1.Embedding;
import dev.stead.matcher.v1.Sample;
import dev.stead.mesh.capture.CapturedFrame;
import dev.stead.mesh.capture.PadEvidence;
import dev.stead.mesh.request.ExternalId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/** Decodes proofs, each with the frame that it is about. */
final class CaptureProofs {
    private CaptureProofs() {}

    /** The proof of a request, if it has one. */
    static Optional<CaptureProof> of(boolean given, dev.stead.matcher.v1.CaptureProof proof, Sample sample) {
        return given ? Optional.of(of(proof, sample)) : Optional.empty();
    }

    private static CaptureProof of(dev.stead.matcher.v1.CaptureProof proof, Sample sample) {
        Timestamp time = proof.getCaptureTime();
        if (!proof.hasCaptureTime() || !Messages.isInstant(time)) {
            throw new MatcherException(
                    MatcherError.CAPTURE_PROOF_INVALID,
                    "capture_time must be given, in the years 1970 to 9999, with nanos of 0 to 999999999");
        }
        Embedding embedding = sample.getEmbedding();
        return new CaptureProof(
                proof.getDeviceId(),
                new CapturedFrame(
                        embedding.getModel(), littleEndian(embedding), sample.getQuality(), proof.getFaceCount()),
                proof.getCounter(),
                Instant.ofEpochSecond(time.getSeconds(), time.getNanos()),
                proof.hasPad() ? of(proof.getPad()) : PadEvidence.NONE,
                proof.getSignature().toByteArray());
    }

    private static PadEvidence of(dev.stead.matcher.v1.PadEvidence pad) {
        if (!ExternalId.isValid(pad.getMethod())) {
            throw new MatcherException(
                    MatcherError.CAPTURE_PROOF_INVALID, "the method of pad must have " + ExternalId.RULE);
        }
        return new PadEvidence(pad.getMethod(), pad.getScoreBand(), pad.getLevel());
    }

    /** The embedding in the form that is signed, in whichever it came. */
    private static byte[] littleEndian(Embedding embedding) {
        if (!embedding.hasFloats()) {
            return embedding.getFloat32Le().toByteArray();
        }
        ByteBuffer bytes = ByteBuffer.allocate(
                        Float.BYTES * embedding.getFloats().getValuesCount())
                .order(ByteOrder.LITTLE_ENDIAN);
        embedding.getFloats().getValuesList().forEach(bytes::putFloat);
        return bytes.array();
    }
}
