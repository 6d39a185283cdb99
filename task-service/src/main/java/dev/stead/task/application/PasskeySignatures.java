package dev.stead.task.application;

import dev.stead.task.application.port.Authenticators;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyAssertion;
import dev.stead.task.domain.passkey.PasskeyChallenge;
import dev.stead.task.domain.passkey.PasskeyProof;
import dev.stead.task.domain.passkey.PasskeyPurpose;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** Asks for a signature with a passkey, and takes it: once, for what it was asked for. Thread-safe. */
final class PasskeySignatures {
    private final Authenticators authenticators;
    private final RandomGenerator random;

    PasskeySignatures(Authenticators authenticators, RandomGenerator random) {
        this.authenticators = authenticators;
        this.random = random;
    }

    /**
     * Opens a challenge that one of the person's active passkeys is to sign.
     *
     * @throws TaskException {@code PASSKEYS_OFF}, {@code PASSKEY_WAITS}
     */
    PasskeyRequest ask(Repositories repositories, PersonId personId, PasskeyPurpose purpose, Instant now) {
        String relyingParty = authenticators.relyingParty();
        List<Passkey> active = repositories.passkeys().of(personId).stream()
                .filter(passkey -> passkey.isActive(now))
                .toList();
        Require.that(
                !active.isEmpty(),
                TaskError.PASSKEY_WAITS,
                "the caller has no active passkey: register one and wait until it is, or ask an operator to activate it");
        return new PasskeyRequest(open(repositories, personId, purpose, now), relyingParty, active);
    }

    PasskeyChallenge open(Repositories repositories, PersonId personId, PasskeyPurpose purpose, Instant now) {
        PasskeyChallenge challenge = PasskeyChallenge.open(personId, purpose, random, now);
        repositories.passkeys().open(challenge, now);
        return challenge;
    }

    /** @throws TaskException {@code PASSKEY_CHALLENGE_MISSING} */
    PasskeyChallenge take(Repositories repositories, PersonId personId, PasskeyPurpose purpose, Instant now) {
        return repositories
                .passkeys()
                .take(personId, purpose)
                .filter(challenge -> challenge.isOpen(now))
                .orElseThrow(
                        () -> new TaskException(
                                TaskError.PASSKEY_CHALLENGE_MISSING,
                                "no challenge is open for this: it was used, replaced by another, or five minutes are over; begin again"));
    }

    /** A signature that was checked, and the passkey that made it. */
    record Signed(Passkey passkey, PasskeyProof proof) {}

    /**
     * Takes the open challenge for this purpose, and checks that an active passkey of the person signed it. The purpose is as it is now, so
     * that a signature of other terms than today's is none.
     *
     * @throws TaskException {@code PASSKEY_CHALLENGE_MISSING}, {@code PASSKEY_NOT_FOUND}, {@code PASSKEY_WAITS}, {@code PASSKEY_INVALID},
     *     {@code PASSKEY_COUNTER_BACK}
     */
    Signed requireSigned(
            Repositories repositories,
            PersonId personId,
            PasskeyPurpose purpose,
            PasskeyAssertion assertion,
            Instant now) {
        PasskeyChallenge challenge = take(repositories, personId, purpose, now);
        Passkey passkey = repositories.passkeys().ofForUpdate(personId).stream()
                .filter(own -> own.credential().id().equals(assertion.credentialId()))
                .findFirst()
                .orElseThrow(PasskeySignatures::notFound);
        Require.that(
                passkey.isActive(now),
                TaskError.PASSKEY_WAITS,
                "the passkey is active from " + passkey.activeTime()
                        + " on; use another, or ask an operator to activate it");
        Passkey used = passkey.used(authenticators.verify(challenge, passkey, assertion));
        repositories.passkeys().count(used);
        return new Signed(used, PasskeyProof.of(challenge, used, assertion));
    }

    static TaskException notFound() {
        return new TaskException(TaskError.PASSKEY_NOT_FOUND, "the caller has no passkey of this id");
    }
}
