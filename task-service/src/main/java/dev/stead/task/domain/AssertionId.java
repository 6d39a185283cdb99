package dev.stead.task.domain;

/**
 * An identity assertion, by the id that the matcher gave it: its {@code jti} claim.
 *
 * @param value as {@link Require#id} checks it
 */
public record AssertionId(String value) {
    public AssertionId {
        Require.id("assertion_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
