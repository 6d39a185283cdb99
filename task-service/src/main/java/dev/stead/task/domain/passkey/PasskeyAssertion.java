package dev.stead.task.domain.passkey;

/**
 * What an authenticator answers to a challenge, as WebAuthn names it; every other part in base64url. Its signature is not checked yet.
 *
 * @param credentialId of the passkey that signed
 * @param clientData the JSON of what the browser or the phone's system saw: challenge and origin
 * @param authenticatorData what the authenticator adds: relying party, flags, counter
 * @param signature over the two
 */
public record PasskeyAssertion(
        CredentialId credentialId, String clientData, String authenticatorData, String signature) {}
