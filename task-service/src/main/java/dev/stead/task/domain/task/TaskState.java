package dev.stead.task.domain.task;

/** Where a task is in its life. */
public enum TaskState {
    PROPOSED,
    READY,
    EXECUTING,
    SUCCEEDED,
    FAILED,
    DECLINED,
    REVOKED,
    EXPIRED;

    public boolean isFinal() {
        return switch (this) {
            case PROPOSED, READY, EXECUTING -> false;
            case SUCCEEDED, FAILED, DECLINED, REVOKED, EXPIRED -> true;
        };
    }

    boolean mayBecome(TaskState next) {
        return switch (this) {
            case PROPOSED -> next == READY || next == DECLINED || next == REVOKED || next == EXPIRED;
            case READY -> next == EXECUTING || next == REVOKED || next == EXPIRED;
            case EXECUTING -> next == SUCCEEDED || next == READY || next == FAILED || next == REVOKED;
            case SUCCEEDED, FAILED, DECLINED, REVOKED, EXPIRED -> false;
        };
    }
}
