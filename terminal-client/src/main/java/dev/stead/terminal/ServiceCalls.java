package dev.stead.terminal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.Embedding;
import dev.stead.terminal.sample.CapturedSample;
import io.grpc.StatusException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What the calls of all clients share: the deadline, the exception, and the contract's form of samples, instants and nonces. */
final class ServiceCalls {
    private static final int NONCE_BYTES = 16;

    private ServiceCalls() {}

    /** One unary call. */
    @FunctionalInterface
    interface UnaryCall<RespT> {
        RespT run() throws StatusException;
    }

    /**
     * Runs a call.
     *
     * @param service the service's name, for the message of the exception
     * @throws SteadException if the call fails, for whatever reason
     */
    static <RespT> RespT call(String service, UnaryCall<RespT> call) {
        try {
            return call.run();
        } catch (StatusException e) {
            throw SteadException.from(service, e);
        }
    }

    static <S extends AbstractStub<S>> S within(Duration deadline, S stub) {
        return stub.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    static dev.stead.matcher.v1.Sample message(CapturedSample sample) {
        return dev.stead.matcher.v1.Sample.newBuilder()
                .setEmbedding(Embedding.newBuilder()
                        .setModel(sample.model())
                        .setFloat32Le(ByteString.copyFrom(sample.littleEndian())))
                .setQuality(sample.quality())
                .build();
    }

    static Consent consent(String policyVersion, Instant granted) {
        return Consent.newBuilder()
                .setPolicyVersion(policyVersion)
                .setGrantTime(message(granted))
                .build();
    }

    static Timestamp message(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** A fresh nonce for one presentation. */
    static ByteString captureNonce(RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return ByteString.copyFrom(nonce);
    }
}
