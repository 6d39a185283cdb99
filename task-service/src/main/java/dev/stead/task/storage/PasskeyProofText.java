package dev.stead.task.storage;

import dev.stead.task.domain.passkey.CredentialId;
import dev.stead.task.domain.passkey.PasskeyAssertion;
import dev.stead.task.domain.passkey.PasskeyProof;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A proof by a passkey in one column: its parts in base64url, with dots between them. */
final class PasskeyProofText {
    private PasskeyProofText() {}

    static String write(PasskeyProof proof) {
        PasskeyAssertion assertion = proof.assertion();
        return String.join(
                ".",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(proof.challenge().getBytes(StandardCharsets.UTF_8)),
                proof.publicKey(),
                assertion.credentialId().value(),
                assertion.clientData(),
                assertion.authenticatorData(),
                assertion.signature());
    }

    static PasskeyProof read(String text) {
        String[] parts = text.split("\\.", -1);
        return new PasskeyProof(
                new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8),
                parts[1],
                new PasskeyAssertion(new CredentialId(parts[2]), parts[3], parts[4], parts[5]));
    }
}
