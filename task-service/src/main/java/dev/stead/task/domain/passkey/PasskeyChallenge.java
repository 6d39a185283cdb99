package dev.stead.task.domain.passkey;

import dev.stead.task.domain.PersonId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What an authenticator signs once. It is a hash of a nonce of ours and of the purpose, so that a signature means exactly what was asked
 * for: if the task's amount is another one by the time that it arrives, it is a signature of something else.
 *
 * @param nonce 32 random bytes in hexadecimal
 */
public record PasskeyChallenge(PersonId personId, PasskeyPurpose purpose, String nonce, Instant expireTime) {
    /** Long enough to look at it and to touch the phone. */
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    private static final int NONCE_BYTES = 32;

    public static PasskeyChallenge open(
            PersonId personId, PasskeyPurpose purpose, RandomGenerator random, Instant now) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return new PasskeyChallenge(personId, purpose, HexFormat.of().formatHex(nonce), now.plus(VALIDITY));
    }

    public boolean isOpen(Instant now) {
        return now.isBefore(expireTime);
    }

    /** The SHA-256 of {@link #text}: the {@code challenge} of WebAuthn. */
    public byte[] bytes() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Such as evidence contains it. */
    public String text() {
        return "stead " + purpose.name() + " 1\nnonce " + nonce + "\nperson " + personId + "\n" + purpose.terms();
    }
}
