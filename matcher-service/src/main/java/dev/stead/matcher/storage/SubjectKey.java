package dev.stead.matcher.storage;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.stead.matcher.domain.Embedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** The data key of one enrolment. Each template is bound to its gallery, subject and template id: a row that was moved cannot be opened. */
final class SubjectKey {
    private final AesGcmJce cipher;
    private final byte[] wrapped;

    SubjectKey(byte[] key, byte[] wrapped) throws GeneralSecurityException {
        this.cipher = new AesGcmJce(key);
        this.wrapped = wrapped;
        Arrays.fill(key, (byte) 0);
    }

    byte[] wrapped() {
        return wrapped;
    }

    byte[] seal(Embedding embedding, Place place) {
        ByteBuffer plain =
                ByteBuffer.allocate(embedding.dimension() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        plain.asFloatBuffer().put(embedding.values());
        try {
            return cipher.encrypt(plain.array(), place.bound());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing a template failed", e);
        } finally {
            Arrays.fill(plain.array(), (byte) 0);
        }
    }

    Embedding open(byte[] sealed, Place place) {
        try {
            byte[] plain = cipher.decrypt(sealed, place.bound());
            float[] values = new float[plain.length / Float.BYTES];
            ByteBuffer.wrap(plain)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            Arrays.fill(plain, (byte) 0);
            return Embedding.stored(values);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "template " + place.template() + " cannot be opened: its row is damaged or was moved", e);
        }
    }

    /** Where a template belongs. */
    record Place(String gallery, String subject, String template) {
        private byte[] bound() {
            return ("stead:template\n" + gallery + "\n" + subject + "\n" + template).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public String toString() {
        return "SubjectKey";
    }
}
