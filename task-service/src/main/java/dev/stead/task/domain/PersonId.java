package dev.stead.task.domain;

/**
 * A person, as their token is read at the edge, and as assertions about them name them.
 *
 * @param value as {@link Require#id} checks it
 */
public record PersonId(String value) {
    public PersonId {
        Require.id("person_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
