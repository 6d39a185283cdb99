package dev.stead.task.domain.task;

import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;

/** A person as their contacts and the terminals know them. */
public record Contact(PersonId personId, String displayName) {
    public Contact {
        Require.text("display_name", displayName, 1, 80);
    }

    /** Names do not print. */
    @Override
    public String toString() {
        return "Contact[" + personId + "]";
    }
}
