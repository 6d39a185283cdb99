package dev.stead.task.application;

import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyChallenge;
import java.util.List;

/**
 * What a phone asks its authenticator for.
 *
 * @param relyingParty the domain that the passkeys are for
 * @param passkeys those that may sign; for a registration, those that the authenticator must not have already
 */
public record PasskeyRequest(PasskeyChallenge challenge, String relyingParty, List<Passkey> passkeys) {
    public PasskeyRequest {
        passkeys = List.copyOf(passkeys);
    }
}
