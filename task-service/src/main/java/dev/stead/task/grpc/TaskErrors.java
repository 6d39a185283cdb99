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
        return switch (error) {
            case FIELD_MISSING,
                    ENUM_UNKNOWN,
                    ID_INVALID,
                    TEXT_INVALID,
                    MONEY_INVALID,
                    CURRENCY_UNKNOWN,
                    LOCATION_INVALID,
                    RADIUS_INVALID,
                    POLYGON_INVALID,
                    PLACES_INVALID,
                    TIME_INVALID,
                    WINDOW_INVALID,
                    TIME_ZONE_UNKNOWN,
                    AMOUNT_LIMIT_INVALID,
                    USES_INVALID,
                    CONSTRAINT_INVALID,
                    DELEGATE_IS_DELEGATOR,
                    CONTACT_IS_SELF,
                    ORDER_INVALID,
                    CURSOR_INVALID,
                    PAGE_SIZE_INVALID,
                    PAGE_TOKEN_INVALID -> Code.INVALID_ARGUMENT;
            case TASK_NOT_FOUND,
                    ORDER_NOT_FOUND,
                    MERCHANT_NOT_FOUND,
                    SITE_NOT_FOUND,
                    TERMINAL_NOT_FOUND,
                    EXECUTION_NOT_FOUND,
                    PERSON_NOT_FOUND -> Code.NOT_FOUND;
            case ORDER_EXISTS -> Code.ALREADY_EXISTS;
            case ASSERTION_INVALID, ASSERTION_WRONG_TERMINAL, ASSERTION_WRONG_PERSON -> Code.PERMISSION_DENIED;
            case ASSERTION_EXPIRED,
                    ASSERTION_USED,
                    DISPLAY_NAME_MISSING,
                    NOT_A_CONTACT,
                    TASK_NOT_PROPOSED,
                    TASK_NOT_READY,
                    TASK_NOT_REVOCABLE,
                    TASK_EXPIRED,
                    TERMINAL_NOT_ACTIVE,
                    TERMINAL_RETIRED,
                    OUTSIDE_WINDOW,
                    OUTSIDE_PLACE,
                    WRONG_MERCHANT,
                    ORDER_STATE_FORBIDS,
                    ORDER_BUSY,
                    AMOUNT_OVER_LIMIT,
                    USES_EXHAUSTED,
                    MERCHANT_NOT_ALLOWED,
                    ORDER_KIND_NOT_ALLOWED,
                    DELEGATE_COOLING_OFF,
                    BUDGET_EXHAUSTED,
                    PERIOD_LIMIT_REACHED,
                    CONSTRAINT_UNKNOWN,
                    APPROVAL_REQUIRED,
                    APPROVAL_NOT_NEEDED,
                    EVIDENCE_KEY_MISSING,
                    EXECUTION_NOT_COLLECTING,
                    REQUEST_ID_REUSED -> Code.FAILED_PRECONDITION;
            case TOO_MANY_OPEN_TASKS, TOO_MANY_CONTACTS, TOO_MANY_WATCHES -> Code.RESOURCE_EXHAUSTED;
            case REQUEST_IN_PROGRESS, CHANGED_MEANWHILE -> Code.ABORTED;
        };
    }
}
