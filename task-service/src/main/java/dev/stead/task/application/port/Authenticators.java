package dev.stead.task.application.port;

import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.passkey.Credential;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyAssertion;
import dev.stead.task.domain.passkey.PasskeyAttestation;
import dev.stead.task.domain.passkey.PasskeyChallenge;

/** Verifies what people's authenticators sign (WebAuthn). Thread-safe. */
public interface Authenticators {

    /**
     * The relying party for whom passkeys are made: a domain.
     *
     * @throws TaskException {@code PASSKEYS_OFF} if there is none
     */
    String relyingParty();

    /**
     * Checks challenge, origin, relying party, algorithm, and that the authenticator has verified its user.
     *
     * @throws TaskException {@code PASSKEY_INVALID}, {@code PASSKEYS_OFF}
     */
    Credential register(PasskeyChallenge challenge, PasskeyAttestation attestation);

    /**
     * Checks the same, and the signature. The counter is for {@link Passkey#used} to judge.
     *
     * @return the authenticator's counter
     * @throws TaskException {@code PASSKEY_INVALID}, {@code PASSKEYS_OFF}
     */
    long verify(PasskeyChallenge challenge, Passkey passkey, PasskeyAssertion assertion);
}
