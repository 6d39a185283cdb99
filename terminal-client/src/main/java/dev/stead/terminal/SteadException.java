package dev.stead.terminal;

import dev.stead.mesh.Problem;
import io.grpc.Status;

/** A service refused, or could not be asked; {@link #problem} says why, as a program reads it. */
public final class SteadException extends RuntimeException {
    private final transient Problem problem;

    private SteadException(Problem problem) {
        super(problem.reason() + ": " + problem.message());
        this.problem = problem;
    }

    static SteadException of(Problem problem) {
        return new SteadException(problem);
    }

    /** An answer that is against the contract. */
    static SteadException of(String service, String complaint) {
        return new SteadException(
                Problem.of(Status.Code.INTERNAL, "ANSWER_NOT_UNDERSTOOD", "the " + service + " sent " + complaint));
    }

    /** What a failed call means. */
    static SteadException from(String service, Throwable failure) {
        return new SteadException(Problem.from(failure).orElseGet(() -> plain(service, Status.fromThrowable(failure))));
    }

    private static Problem plain(String service, Status status) {
        String said = status.getDescription() == null ? "no further word" : status.getDescription();
        String message = switch (status.getCode()) {
            case UNAVAILABLE ->
                "the %s can not be reached (%s): check that it runs, its address, and the certificates"
                        .formatted(service, said);
            case DEADLINE_EXCEEDED -> "the %s did not answer in time (%s)".formatted(service, said);
            default -> "the %s failed: %s".formatted(service, said);
        };
        return Problem.of(status.getCode(), status.getCode().name(), message);
    }

    public Problem problem() {
        return problem;
    }

    /** The constant of docs/errors.md, such as {@code ASSERTION_EXPIRED}; without one the name of the gRPC status. */
    public String reason() {
        return problem.reason();
    }

    /** True if the call may have taken effect, or may succeed when it is repeated with the same request id. */
    boolean isOpen() {
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
