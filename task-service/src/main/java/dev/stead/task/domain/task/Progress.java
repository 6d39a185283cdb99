package dev.stead.task.domain.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changes in a task's life.
 *
 * @param uses executions that succeeded
 * @param failures executions that failed since the last success
 * @param version rises by one with every change
 * @param revoking somebody took it back while a terminal ran it: it will not run again
 */
public record Progress(
        TaskState state,
        int uses,
        int failures,
        @Nullable String lastExecutionId,
        Instant createTime,
        Instant updateTime,
        long version,
        boolean revoking) {

    static Progress proposed(Instant now) {
        return new Progress(TaskState.PROPOSED, 0, 0, null, now, now, 1, false);
    }

    /** Only the moves of {@link TaskState#mayBecome}: any other is a fault of this program. */
    Progress to(TaskState next, Instant now) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("a task never goes from " + state + " to " + next);
        }
        return new Progress(next, uses, failures, lastExecutionId, createTime, now, version + 1, revoking);
    }

    /** Takes back what has not begun yet. */
    Progress revokingFrom(Instant now) {
        return new Progress(state, uses, failures, lastExecutionId, createTime, now, version + 1, true);
    }

    Progress by(String executionId) {
        return new Progress(state, uses, failures, executionId, createTime, updateTime, version, revoking);
    }

    Progress counting(int usesNow, int failuresNow) {
        return new Progress(state, usesNow, failuresNow, lastExecutionId, createTime, updateTime, version, revoking);
    }
}
