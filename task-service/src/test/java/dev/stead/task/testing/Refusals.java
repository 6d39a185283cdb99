package dev.stead.task.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stead.mesh.Problem;
import io.grpc.Status;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refused call looks like to its caller. */
public final class Refusals {
    private Refusals() {}

    /** The reason of a call that must be refused. */
    public static String reason(ThrowingCallable call) {
        return problem(call).reason();
    }

    public static Status.Code code(ThrowingCallable call) {
        return problem(call).code();
    }

    public static Problem problem(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).as("the call must be refused").isNotNull();
        Problem problem = Problem.from(thrown).orElseThrow(() -> new AssertionError("no reason in " + thrown, thrown));
        assertThat(problem.message()).as("the message of %s", problem.reason()).isNotBlank();
        return problem;
    }
}
