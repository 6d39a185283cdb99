package dev.stead.task.domain;

/**
 * A refusal: what is wrong and how to put it right, in a message that may be shown to the caller. Has no stack trace: it is an answer,
 * not a bug.
 */
public final class TaskException extends RuntimeException {
    private final TaskError error;

    public TaskException(TaskError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    public TaskError error() {
        return error;
    }
}
