package dev.stead.mesh.security;

import dev.stead.mesh.SettingsException;
import dev.stead.mesh.request.ExternalId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes people's ids of their tokens' subjects. A subject is whatever an identity provider sends: {@code auth0|...}, an e-mail address,
 * up to 255 characters. The id is {@code p-} and the first 160 bits, in hex, of HMAC-SHA-256 over a constant, the issuer and the subject,
 * each behind its length (32 bits, big-endian, of UTF-8), so that no two pairs share a form. Whoever lacks the key can neither compute an
 * id of a known address nor find a second subject for an id.
 *
 * <p>With {@link SubjectPolicy#PLAIN}, subjects of one issuer that have the form of an id ({@link ExternalId}) are ids as they are, but
 * for those of the form that is made here: these are hashed too. So no provider can name somebody by their made id, and two issuers never
 * share a person (docs/adr/0011). All services need the same key. What is made here can never change. Immutable.
 */
public final class PersonIds {
    /** The rule in words: "a subject must have " + SUBJECT_RULE. */
    public static final String SUBJECT_RULE = "1 to 255 characters, not only blanks, and no control characters";

    private static final int LONGEST_SUBJECT = 255;
    private static final int ID_BYTES = 20;
    private static final int FINGERPRINT_BYTES = 8;
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PERSON = "stead person id v1";
    private static final String FINGERPRINT = "stead person id key fingerprint v1";
    private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern MADE = Pattern.compile("p-[0-9a-f]{40}");

    private final SecretKeySpec key;
    private final String plainIssuer;
    private final SubjectPolicy policy;

    /** What people's ids become of. */
    public enum SubjectPolicy {
        /** As {@link #HASHED}, but a store that has people already is refused: their ids may be plain subjects. */
        HASHED_IF_NEW,
        /** Every subject is hashed. */
        HASHED,
        /** Subjects of the first issuer that have the form of an id are ids as they are; all others are hashed. */
        PLAIN
    }

    /**
     * What two services, or two starts of one, must have in common so that people keep their ids. No secret.
     *
     * @param key of the key, 16 hexadecimal digits
     * @param plainIssuer whose subjects are ids as they are; empty for nobody's
     */
    public record Fingerprint(String key, String plainIssuer) {}

    private PersonIds(SecretKeySpec key, String plainIssuer, SubjectPolicy policy) {
        this.key = key;
        this.plainIssuer = plainIssuer;
        this.policy = policy;
    }

    /**
     * With the key of a file: 64 hexadecimal digits on one line, as {@code openssl rand -hex 32} prints them.
     *
     * @param firstIssuer the one whose subjects may stay as they are
     * @throws SettingsException if the file does not hold a key
     */
    public static PersonIds read(Path keyFile, SubjectPolicy policy, String firstIssuer) {
        try {
            String text = Files.readString(keyFile, StandardCharsets.ISO_8859_1).strip();
            if (!KEY.matcher(text).matches()) {
                throw new SettingsException("STEAD_PERSON_ID_KEY_FILE names " + keyFile
                        + ", which holds no key: it must hold 64 hexadecimal digits (openssl rand -hex 32).");
            }
            var key = new SecretKeySpec(HexFormat.of().parseHex(text), ALGORITHM);
            return new PersonIds(key, policy == SubjectPolicy.PLAIN ? firstIssuer : "", policy);
        } catch (IOException e) {
            throw new SettingsException("STEAD_PERSON_ID_KEY_FILE names " + keyFile
                    + ", which cannot be read: give this process the right to read it.");
        }
    }

    /** Whether a token may have this subject: {@link #SUBJECT_RULE}. */
    public static boolean isSubject(String subject) {
        return !subject.isBlank()
                && subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT
                && subject.codePoints().noneMatch(PersonIds::isForbidden);
    }

    /** Half a surrogate pair has no UTF-8, so that two subjects with one would have the same bytes. */
    private static boolean isForbidden(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    /**
     * The person's id, which is an {@link ExternalId}.
     *
     * @param subject for which {@link #isSubject} holds
     */
    public String of(String issuer, String subject) {
        boolean plain = issuer.equals(plainIssuer)
                && ExternalId.isValid(subject)
                && !MADE.matcher(subject).matches();
        return plain ? subject : "p-" + hash(ID_BYTES, PERSON, issuer, subject);
    }

    public Fingerprint fingerprint() {
        return new Fingerprint(hash(FINGERPRINT_BYTES, FINGERPRINT), plainIssuer);
    }

    public SubjectPolicy policy() {
        return policy;
    }

    @Override
    public String toString() {
        return "PersonIds[" + fingerprint().key() + "]";
    }

    private String hash(int bytes, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : parts) {
                byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, utf8.length));
                mac.update(utf8);
            }
            return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), bytes));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
