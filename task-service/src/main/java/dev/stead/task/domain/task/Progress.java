package dev.stead.task.domain.task;

import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.ExecutionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changes in a task's life.
 *
 * @param uses executions that succeeded
 * @param failures executions that failed since the last success
 * @param version rises by one with every change
 * @param acceptedAs the delegate's enrolment when they accepted; absent before, and once they must accept again
 * @param revoking it was revoked while a terminal executed it: it will not be executed again
 */
public record Progress(
        TaskState state,
        int uses,
        int failures,
        @Nullable ExecutionId lastExecutionId,
        Instant createTime,
        Instant updateTime,
        long version,
        boolean revoking,
        @Nullable EnrolmentGeneration acceptedAs) {

    static Progress proposed(Instant now) {
        return new Progress(TaskState.PROPOSED, 0, 0, null, now, now, 1, false, null);
    }

    /** Only the moves of {@link TaskState#mayBecome}: any other is a bug of this program. */
    Progress moveTo(TaskState next, Instant now) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("a task never goes from " + state + " to " + next);
        }
        return new Progress(next, uses, failures, lastExecutionId, createTime, now, version + 1, revoking, acceptedAs);
    }

    /** Accepted by the delegate in this enrolment, or by nobody any more. */
    Progress acceptedAs(@Nullable EnrolmentGeneration enrolment, Instant now) {
        return new Progress(
                TaskState.READY, uses, failures, lastExecutionId, createTime, now, version + 1, revoking, enrolment);
    }

    /** Revokes the uses that have not begun yet. */
    Progress markRevoking(Instant now) {
        return new Progress(state, uses, failures, lastExecutionId, createTime, now, version + 1, true, acceptedAs);
    }

    Progress withExecution(ExecutionId executionId) {
        return new Progress(state, uses, failures, executionId, createTime, updateTime, version, revoking, acceptedAs);
    }

    Progress withCounts(int usesNow, int failuresNow) {
        return new Progress(
                state, usesNow, failuresNow, lastExecutionId, createTime, updateTime, version, revoking, acceptedAs);
    }
}
