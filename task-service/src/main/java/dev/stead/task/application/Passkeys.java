package dev.stead.task.application;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Authenticators;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.passkey.Credential;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyAssertion;
import dev.stead.task.domain.passkey.PasskeyAttestation;
import dev.stead.task.domain.passkey.PasskeyChallenge;
import dev.stead.task.domain.passkey.PasskeyPurpose;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * People's passkeys. With a token alone one is registered, but it waits; whoever has an active passkey activates it at once, and so does
 * an operator who has the person before them. Removing one is never refused: it lets nobody approve anything. The person is notified of
 * each of these. Thread-safe.
 */
public final class Passkeys {
    private final InstantSource clock;
    private final IdGenerator ids;
    private final Authenticators authenticators;
    private final PasskeySignatures signatures;
    private final Duration waitingTime;

    /** @param waitingTime until a passkey that nobody vouches for is active */
    Passkeys(
            Environment environment,
            Authenticators authenticators,
            PasskeySignatures signatures,
            Duration waitingTime) {
        this.clock = environment.clock();
        this.ids = new IdGenerator(environment);
        this.authenticators = authenticators;
        this.signatures = signatures;
        this.waitingTime = waitingTime;
    }

    /** @throws TaskException {@code TOO_MANY_PASSKEYS}, {@code PASSKEYS_OFF} */
    public PasskeyRequest beginRegistration(Repositories repositories, PersonId personId) {
        Instant now = Micros.now(clock);
        String relyingParty = authenticators.relyingParty();
        List<Passkey> existing = requireRoom(repositories.passkeys().of(personId));
        return new PasskeyRequest(
                signatures.open(repositories, personId, new PasskeyPurpose.Registration(), now),
                relyingParty,
                existing);
    }

    /** @throws TaskException {@code PASSKEY_CHALLENGE_MISSING}, {@code PASSKEY_INVALID}, {@code PASSKEY_EXISTS} */
    public Passkey register(Repositories repositories, PersonId personId, PasskeyAttestation attestation) {
        Instant now = Micros.now(clock);
        PasskeyChallenge challenge = signatures.take(repositories, personId, new PasskeyPurpose.Registration(), now);
        var _ = requireRoom(repositories.passkeys().ofForUpdate(personId));
        Credential credential = authenticators.register(challenge, attestation);
        var passkey = new Passkey(new PasskeyId(ids.next()), personId, credential, now, now.plus(waitingTime));
        Require.that(
                repositories.passkeys().add(passkey),
                TaskError.PASSKEY_EXISTS,
                "a passkey of this credential is registered already; let the authenticator make another");
        repositories.inboxes().deliver(personId, NotificationKind.PASSKEY_ADDED, passkey, now);
        return passkey;
    }

    /** In the order of their registration. */
    public List<Passkey> list(Repositories repositories, PersonId personId) {
        return repositories.passkeys().of(personId);
    }

    /** @throws TaskException {@code PASSKEY_NOT_FOUND}, {@code PASSKEY_WAITS}, {@code PASSKEYS_OFF} */
    public PasskeyRequest beginActivation(Repositories repositories, PersonId personId, PasskeyId passkeyId) {
        Passkey waiting = find(repositories.passkeys().of(personId), passkeyId);
        return signatures.ask(repositories, personId, activation(waiting), Micros.now(clock));
    }

    /**
     * Activates a passkey that waits, because another one of the same person has signed that it is theirs.
     *
     * @throws TaskException as {@link PasskeySignatures#requireSigned}
     */
    public Passkey activate(
            Repositories repositories, PersonId personId, PasskeyId passkeyId, PasskeyAssertion assertion) {
        Instant now = Micros.now(clock);
        Passkey waiting = find(repositories.passkeys().ofForUpdate(personId), passkeyId);
        signatures.requireSigned(repositories, personId, activation(waiting), assertion, now);
        return activate(repositories, waiting, now);
    }

    /**
     * Activates a passkey that waits, because an operator has the person and their phone before them.
     *
     * @throws TaskException {@code PASSKEY_NOT_FOUND}
     */
    public Passkey activateInPerson(Repositories repositories, PersonId personId, PasskeyId passkeyId) {
        Passkey waiting = find(repositories.passkeys().ofForUpdate(personId), passkeyId);
        return activate(repositories, waiting, Micros.now(clock));
    }

    /**
     * Approvals that were given with it and not used yet end too.
     *
     * @throws TaskException {@code PASSKEY_NOT_FOUND}
     */
    public void remove(Repositories repositories, PersonId personId, PasskeyId passkeyId) {
        Passkey passkey = find(repositories.passkeys().ofForUpdate(personId), passkeyId);
        repositories.passkeys().remove(passkey);
        repositories.approvals().removeGivenWith(passkeyId);
        repositories.inboxes().deliver(personId, NotificationKind.PASSKEY_REMOVED, passkey, Micros.now(clock));
    }

    private static Passkey activate(Repositories repositories, Passkey waiting, Instant now) {
        Passkey active = waiting.activate(now);
        if (!active.equals(waiting)) {
            repositories.passkeys().activate(active);
            repositories.inboxes().deliver(active.personId(), NotificationKind.PASSKEY_ACTIVATED, active, now);
        }
        return active;
    }

    private static PasskeyPurpose activation(Passkey waiting) {
        return new PasskeyPurpose.Activation(waiting.id(), waiting.credential().publicKey());
    }

    private static List<Passkey> requireRoom(List<Passkey> existing) {
        Require.that(
                existing.size() < Passkey.MAX_PER_PERSON,
                TaskError.TOO_MANY_PASSKEYS,
                "a person has at most " + Passkey.MAX_PER_PERSON + " passkeys; remove one");
        return existing;
    }

    private static Passkey find(List<Passkey> passkeys, PasskeyId passkeyId) {
        return passkeys.stream()
                .filter(passkey -> passkey.id().equals(passkeyId))
                .findFirst()
                .orElseThrow(PasskeySignatures::notFound);
    }
}
