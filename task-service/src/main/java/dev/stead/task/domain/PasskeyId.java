package dev.stead.task.domain;

/**
 * A passkey, by the id that this service gave it.
 *
 * @param value as {@link Require#id} checks it
 */
public record PasskeyId(String value) {
    public PasskeyId {
        Require.id("passkey_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
