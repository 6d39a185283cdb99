package dev.stead.task.domain.passkey;

/**
 * What an authenticator answers when it has made a passkey, as WebAuthn names it; both in base64url. It is not checked yet.
 *
 * @param attestation the {@code attestationObject}, with the public key
 * @param clientData the JSON of what the browser or the phone's system saw: challenge and origin
 */
public record PasskeyAttestation(String attestation, String clientData) {}
