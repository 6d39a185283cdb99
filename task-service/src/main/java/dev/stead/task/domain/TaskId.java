package dev.stead.task.domain;

/**
 * A task, by the id that this service gave it.
 *
 * @param value as {@link Require#id} checks it
 */
public record TaskId(String value) {
    public TaskId {
        Require.id("task_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
