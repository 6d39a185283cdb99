package dev.stead.task.application.port;

import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.task.Assertion;

/** Reads what the matcher signed. Thread-safe. */
public interface Assertions {

    /**
     * Checks encryption, signature, type, issuer, audience and gallery; the {@link Assertion} itself judges place, person and time.
     *
     * @throws TaskException {@code ASSERTION_INVALID}
     */
    Assertion read(String text);
}
