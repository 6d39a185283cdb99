package dev.stead.task.domain.passkey;

import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import java.time.Instant;

/**
 * A person's passkey: with it they approve what their face alone may not do. Whoever registers one with no more than a token waits until it
 * is active.
 *
 * @param activeTime from when on it approves
 */
public record Passkey(PasskeyId id, PersonId personId, Credential credential, Instant createTime, Instant activeTime) {
    /** More than anybody's phones. */
    public static final int MAX_PER_PERSON = 10;

    public boolean isActive(Instant now) {
        return !now.isBefore(activeTime);
    }

    /** Active at once; the same if it was already. */
    public Passkey activate(Instant now) {
        return isActive(now) ? this : new Passkey(id, personId, credential, createTime, now);
    }

    /**
     * After one more signature. A counter that does not rise is that of a copy, or of the original after a copy was used.
     *
     * @param counter as the authenticator signed it
     * @throws TaskException {@code PASSKEY_COUNTER_BACK}
     */
    public Passkey used(long counter) {
        Require.that(
                counter > credential.counter() || (counter == 0 && credential.counter() == 0),
                TaskError.PASSKEY_COUNTER_BACK,
                "the authenticator's counter did not rise: the passkey may have been copied; remove it and register another");
        return new Passkey(id, personId, credential.withCounter(counter), createTime, activeTime);
    }
}
