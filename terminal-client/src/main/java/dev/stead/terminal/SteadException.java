package dev.stead.terminal;

import dev.stead.mesh.Problem;
import io.grpc.Status;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call failed: the service refused it, could not be reached, or did not respond in time. {@link #reason} says why, for programs;
 * {@link #getMessage} says why and what to do, for people.
 */
public final class SteadException extends RuntimeException {
    private final transient Problem problem;
    private final @Nullable UUID unanswered;

    private SteadException(Problem problem) {
        this(problem, null);
    }

    private SteadException(Problem problem, @Nullable UUID unanswered) {
        super(problem.reason() + ": " + problem.message());
        this.problem = problem;
        this.unanswered = unanswered;
    }

    static SteadException of(Problem problem) {
        return new SteadException(problem);
    }

    /** A response that this version does not understand. */
    static SteadException of(String service, String what) {
        return new SteadException(
                Problem.of(Status.Code.INTERNAL, "ANSWER_NOT_UNDERSTOOD", "the " + service + " sent " + what));
    }

    /** The exception for a failed call: with the reason that the service gave, or else with the gRPC status. */
    static SteadException from(String service, Throwable failure) {
        return new SteadException(
                Problem.from(failure).orElseGet(() -> withStatus(service, Status.fromThrowable(failure))));
    }

    /** As {@link #from(String, Throwable)}, for a request that may have taken effect. */
    static SteadException from(String service, Throwable failure, UUID requestId) {
        SteadException refused = from(service, failure);
        return refused.isInconclusive() ? new SteadException(refused.problem, requestId) : refused;
    }

    private static Problem withStatus(String service, Status status) {
        String detail = status.getDescription() == null ? "no details" : status.getDescription();
        String message = switch (status.getCode()) {
            case UNAVAILABLE ->
                "the %s cannot be reached (%s): check that it runs, its address, and the certificates"
                        .formatted(service, detail);
            case DEADLINE_EXCEEDED -> "the %s did not respond in time (%s)".formatted(service, detail);
            default -> "the %s failed: %s".formatted(service, detail);
        };
        return Problem.of(status.getCode(), status.getCode().name(), message);
    }

    /** Status code, reason, message and further details, as the service sent them. */
    public Problem problem() {
        return problem;
    }

    /** A constant of docs/errors.md, such as {@code ASSERTION_EXPIRED}; if the service gave none, the name of the gRPC status. */
    public String reason() {
        return problem.reason();
    }

    /**
     * The id of the request whose outcome is unknown: call the same method with this id and the same arguments, and it takes effect once.
     * Empty if the service refused the request, and after a call that changes nothing.
     */
    public Optional<UUID> requestId() {
        return Optional.ofNullable(unanswered);
    }

    /** Whether the call may have taken effect, or may still succeed if it is repeated with the same request id. */
    boolean isInconclusive() {
        return switch (problem.code()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED, CANCELLED, UNKNOWN, INTERNAL -> true;
            case OK,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS,
                    UNAUTHENTICATED -> false;
        };
    }
}
