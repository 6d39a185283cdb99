package dev.stead.payment.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a request asked for, as SHA-256 of its canonical form: the operation's name and then every field, each with its length before
 * it, so that no two requests share a form. Two requests with one id and different fingerprints are a caller's mistake.
 *
 * @param hex 64 hexadecimal digits
 */
public record Fingerprint(String hex) {
    /** The fingerprint of an operation with its fields, in the order in which the operation documents them. */
    public static Fingerprint of(String operation, String... fields) {
        MessageDigest digest = sha256();
        update(digest, operation);
        for (String field : fields) {
            update(digest, field);
        }
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    private static void update(MessageDigest digest, String field) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
