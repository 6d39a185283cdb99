package dev.stead.matcher.storage;

import dev.stead.matcher.index.SnapshotException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The data key of one section of one snapshot. It seals only once, so the nonce may be fixed; what it seals is bound to its gallery,
 * model, snapshot and section.
 */
final class SegmentKey {
    static final int BYTES = 32;
    private static final GCMParameterSpec ONCE = new GCMParameterSpec(128, new byte[12]);

    private final SecretKeySpec key;

    SegmentKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] seal(byte[] plain, String bound) {
        try {
            return run(Cipher.ENCRYPT_MODE, plain, bound);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing a snapshot failed", e);
        }
    }

    byte[] open(byte[] sealed, String bound) throws SnapshotException {
        try {
            return run(Cipher.DECRYPT_MODE, sealed, bound);
        } catch (GeneralSecurityException e) {
            throw new SnapshotException("a section was changed, or sealed under another key");
        }
    }

    private byte[] run(int mode, byte[] bytes, String bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, ONCE);
        cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(bytes);
    }

    @Override
    public String toString() {
        return "SegmentKey";
    }
}
