package dev.stead.task.domain.passkey;

/**
 * A credential, by the id that its authenticator gave it.
 *
 * @param value in base64url
 */
public record CredentialId(String value) {
    /** Of WebAuthn. */
    public static final int LONGEST_BYTES = 1_023;

    @Override
    public String toString() {
        return value;
    }
}
