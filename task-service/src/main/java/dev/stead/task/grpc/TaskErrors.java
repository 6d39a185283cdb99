package dev.stead.task.grpc;

import dev.stead.mesh.ErrorMapper;
import dev.stead.mesh.Problem;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import io.grpc.Status.Code;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The refusals of the domain as the caller sees them. */
public final class TaskErrors implements ErrorMapper {
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    /** What a person takes to look at their phone. */
    private static final Duration A_PERSON = Duration.ofSeconds(2);

    @Override
    public @Nullable Problem map(RuntimeException exception) {
        return exception instanceof TaskException refusal ? problem(refusal) : null;
    }

    static Problem problem(TaskException refusal) {
        Problem problem = Problem.of(code(refusal.error()), refusal.error().name(), refusal.getMessage() + "");
        if (refusal.error() == TaskError.APPROVAL_REQUIRED) {
            return problem.retryAfter(A_PERSON);
        }
        return problem.code() == Code.ABORTED ? problem.retryAfter(ASK_AGAIN) : problem;
    }

    /** The gRPC code of each reason. */
    public static Code code(TaskError error) {
        return switch (error.kind()) {
            case INVALID -> Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Code.NOT_FOUND;
            case ALREADY_EXISTS -> Code.ALREADY_EXISTS;
            case NOT_PROVEN -> Code.PERMISSION_DENIED;
            case PRECONDITION -> Code.FAILED_PRECONDITION;
            case LIMIT -> Code.RESOURCE_EXHAUSTED;
            case CONFLICT -> Code.ABORTED;
        };
    }
}
