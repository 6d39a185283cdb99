package dev.stead.task.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changes in a task's life.
 *
 * @param uses executions that succeeded
 * @param failures executions that failed since the last success
 * @param version rises by one with every change
 */
public record Progress(
        TaskState state,
        int uses,
        int failures,
        @Nullable String lastExecutionId,
        Instant createTime,
        Instant updateTime,
        long version) {

    static Progress proposed(Instant now) {
        return new Progress(TaskState.PROPOSED, 0, 0, null, now, now, 1);
    }

    /** Only the moves of {@link TaskState#mayBecome}: any other is a fault of this program. */
    Progress to(TaskState next, Instant now) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("a task never goes from " + state + " to " + next);
        }
        return new Progress(next, uses, failures, lastExecutionId, createTime, now, version + 1);
    }

    Progress by(String executionId) {
        return new Progress(state, uses, failures, executionId, createTime, updateTime, version);
    }

    Progress counting(int usesNow, int failuresNow) {
        return new Progress(state, usesNow, failuresNow, lastExecutionId, createTime, updateTime, version);
    }
}
