package dev.stead.matcher.grpc;

import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.capture.CaptureProof;
import java.util.Optional;

/** A sample that came as a frame, with its proof if it has one. Owns the numbers, and wipes them when it is closed. */
record SampleFrame(Sample sample, Optional<CaptureProof> proof) implements AutoCloseable {

    /** @param given whether the request has a proof */
    static SampleFrame of(dev.stead.matcher.v1.Sample sample, boolean given, dev.stead.matcher.v1.CaptureProof proof) {
        Sample decoded = Samples.of(sample);
        try {
            return new SampleFrame(decoded, CaptureProofs.of(given, proof, sample));
        } catch (RuntimeException e) {
            decoded.wipe();
            throw e;
        }
    }

    @Override
    public void close() {
        sample.wipe();
        proof.ifPresent(CaptureProof::wipe);
    }
}
