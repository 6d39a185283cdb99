package dev.stead.mesh;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An error as the caller sees it: a {@code google.rpc.Status} with exactly one {@code ErrorInfo} of the domain {@value #DOMAIN}
 * (AIP-193). The reason is a constant in capitals; the message says what is wrong and what to do; the metadata holds the
 * values for programs. None of them may hold an embedding, a similarity, a key or a person's name.
 */
public record Problem(
        Status.Code code, String reason, String message, Map<String, String> metadata, Optional<Duration> retryDelay) {
    public static final String DOMAIN = "stead.dev";

    public Problem {
        if (code == Status.Code.OK) {
            throw new IllegalArgumentException("OK is not a problem");
        }
        metadata = Map.copyOf(metadata);
    }

    public static Problem of(Status.Code code, String reason, String message) {
        return new Problem(code, reason, message, Map.of(), Optional.empty());
    }

    public Problem with(String key, String value) {
        var more = new TreeMap<>(metadata);
        more.put(key, value);
        return new Problem(code, reason, message, more, retryDelay);
    }

    /** Adds a {@code google.rpc.RetryInfo}: the same request may succeed after this delay. */
    public Problem retryAfter(Duration delay) {
        return new Problem(code, reason, message, metadata, Optional.of(delay));
    }

    public StatusRuntimeException asException() {
        return StatusProto.toStatusRuntimeException(asStatus());
    }

    public com.google.rpc.Status asStatus() {
        var status = com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        status.addDetails(Any.pack(ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(reason)
                .putAllMetadata(metadata)
                .build()));
        retryDelay.ifPresent(delay -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(delay.getSeconds())
                        .setNanos(delay.getNano()))
                .build())));
        return status.build();
    }

    /** The problem of a failed call; empty if the failure carries no {@code ErrorInfo} of ours. */
    public static Optional<Problem> from(Throwable failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return Optional.empty();
        }
        return ProblemDetails.read(status);
    }
}
