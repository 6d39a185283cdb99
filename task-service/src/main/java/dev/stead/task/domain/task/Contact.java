package dev.stead.task.domain.task;

import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import java.util.Optional;

/**
 * Another person, as one person has them among their contacts.
 *
 * @param displayName empty as long as they have not agreed: nobody learns another's name by adding them
 */
public record Contact(PersonId personId, Optional<String> displayName, State state) {
    public static final int MAX_NAME = 80;

    /** Which of the two have added the other. */
    public enum State {
        /** Both. */
        MUTUAL,
        /** The one whose contacts these are. */
        OUTGOING,
        /** The other one. */
        INCOMING
    }

    public Contact {
        displayName.ifPresent(name -> Require.text("display_name", name, 1, MAX_NAME));
    }

    /** Names do not print. */
    @Override
    public String toString() {
        return "Contact[" + personId + ", " + state + "]";
    }
}
