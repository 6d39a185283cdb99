package dev.stead.task.domain;

/**
 * An execution, by the id that this service gave it. It is also the request id of its settlement.
 *
 * @param value as {@link Require#id} checks it
 */
public record ExecutionId(String value) {
    public ExecutionId {
        Require.id("execution_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
