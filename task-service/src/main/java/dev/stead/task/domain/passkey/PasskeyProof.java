package dev.stead.task.domain.passkey;

/**
 * That a person approved something with their passkey: all that somebody needs to check it who trusts nobody.
 *
 * @param challenge the text whose hash was signed
 * @param publicKey a COSE key, in base64url
 */
public record PasskeyProof(String challenge, String publicKey, PasskeyAssertion assertion) {
    public static PasskeyProof of(PasskeyChallenge challenge, Passkey passkey, PasskeyAssertion assertion) {
        return new PasskeyProof(challenge.text(), passkey.credential().publicKey(), assertion);
    }
}
