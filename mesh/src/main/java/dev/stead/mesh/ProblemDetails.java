package dev.stead.mesh;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/** The client's half of {@link Problem}: reads it from the details of a status. */
final class ProblemDetails {
    private ProblemDetails() {}

    static Optional<Problem> read(com.google.rpc.Status status) {
        try {
            Optional<ErrorInfo> info = Optional.empty();
            Optional<Duration> delay = Optional.empty();
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    info = Optional.of(detail.unpack(ErrorInfo.class));
                } else if (detail.is(RetryInfo.class)) {
                    var wait = detail.unpack(RetryInfo.class).getRetryDelay();
                    delay = Optional.of(Duration.ofSeconds(wait.getSeconds(), wait.getNanos()));
                }
            }
            Status.Code code = Status.fromCodeValue(status.getCode()).getCode();
            Optional<Duration> retryDelay = delay;
            return info.filter(found -> found.getDomain().equals(Problem.DOMAIN) && code != Status.Code.OK)
                    .map(found -> new Problem(
                            code, found.getReason(), status.getMessage(), found.getMetadataMap(), retryDelay));
        } catch (InvalidProtocolBufferException damaged) {
            return Optional.empty();
        }
    }
}
