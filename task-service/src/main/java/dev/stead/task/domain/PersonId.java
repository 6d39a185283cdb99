package dev.stead.task.domain;

/**
 * A person: the subject of their token and of assertions about them.
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
