package dev.stead.task.domain.passkey;

/**
 * A public key credential, as an authenticator made it.
 *
 * @param publicKey a COSE key (RFC 9052), in base64url
 * @param counter how often the authenticator has signed with it; 0 for ever, for one that does not count
 * @param backupEligible whether its owner's other devices may have it too
 */
public record Credential(CredentialId id, String publicKey, long counter, boolean backupEligible) {
    Credential withCounter(long next) {
        return new Credential(id, publicKey, next, backupEligible);
    }
}
