package dev.stead.terminal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stead.matcher.v1.Embedding;
import dev.stead.terminal.sample.CapturedSample;
import io.grpc.StatusException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What every call of this package shares: a deadline, one kind of exception, the contract's form of a sample. */
final class ServiceCalls {
    private ServiceCalls() {}

    /** One unary call. */
    interface Unary<T> {
        T run() throws StatusException;
    }

    /**
     * ServiceCalls.
     *
     * @param service its name, for the message
     * @throws SteadException for every failure
     */
    static <T> T call(String service, Unary<T> call) {
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

    static Timestamp message(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
