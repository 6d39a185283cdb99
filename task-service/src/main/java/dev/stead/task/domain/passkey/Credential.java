package dev.stead.task.domain.passkey;

/**
 * A public key credential, as an authenticator made it.
 *
 * @param id the authenticator's own id of it, in base64url
 * @param publicKey a COSE key (RFC 9052), in base64url
 * @param counter how often the authenticator has signed with it; 0 for ever, for one that does not count
 * @param backupEligible whether its owner's other devices may have it too
 */
public record Credential(String id, String publicKey, long counter, boolean backupEligible) {
    /** Of WebAuthn, in bytes. */
    public static final int LONGEST_ID = 1_023;

    Credential withCounter(long next) {
        return new Credential(id, publicKey, next, backupEligible);
    }
}
