package dev.stead.mesh.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a request asked for, as the SHA-256 of a canonical form. Two requests with one id and different fingerprints are a caller's
 * mistake. Fingerprints are stored for ever, so none of the forms here can ever change.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record RequestFingerprint(String hex) {
    /**
     * Of an operation and its fields, in the order in which the operation documents them. Each part follows its length in bytes (32
     * bits, big-endian), so that no two requests share a form.
     */
    public static RequestFingerprint ofFields(String operation, String... fields) {
        MessageDigest digest = sha256();
        updateWithLength(digest, operation);
        for (String field : fields) {
            updateWithLength(digest, field);
        }
        return of(digest);
    }

    /**
     * Of a caller's message: the caller and the message's type, each followed by a zero byte, then the message.
     *
     * @param caller who sent it, as the path of a SPIFFE id
     * @param type the simple name of the message's type
     * @param message its bytes, of which equal messages must have equal ones
     */
    public static RequestFingerprint ofMessage(String caller, String type, byte[] message) {
        MessageDigest digest = sha256();
        digest.update(utf8(caller));
        digest.update((byte) 0);
        digest.update(utf8(type));
        digest.update((byte) 0);
        digest.update(message);
        return of(digest);
    }

    /**
     * Of a call of a method about a subject: the method and the subject, each followed by a line feed, then the message.
     *
     * @param subject the one that the call was resolved to, even if the message does not name it
     * @param message its bytes without the request id, of which equal messages must have equal ones
     */
    public static RequestFingerprint ofSubjectCall(String method, String subject, byte[] message) {
        MessageDigest digest = sha256();
        digest.update(utf8(method + "\n" + subject + "\n"));
        digest.update(message);
        return of(digest);
    }

    private static void updateWithLength(MessageDigest digest, String part) {
        byte[] bytes = utf8(part);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RequestFingerprint of(MessageDigest digest) {
        return new RequestFingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
