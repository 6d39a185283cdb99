package dev.stead.matcher.storage;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.subtle.Random;
import dev.stead.matcher.index.SnapshotException;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/**
 * The key-encryption key: wraps the data key of each enrolment. A Tink keyset (AES-256-GCM) in a file that only the matcher can read; a
 * rotated keyset still unwraps what its older keys wrapped. Thread-safe.
 */
public final class TemplateKeys {
    private static final int KEY_BYTES = 32;

    private final Aead wrapper;
    private final String id;

    private TemplateKeys(KeysetHandle keyset) throws GeneralSecurityException {
        this.id = Integer.toUnsignedString(keyset.getPrimary().getId());
        this.wrapper = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** Reads the keyset. Without it no template can be read: a missing or damaged file is refused, with the fix. */
    public static TemplateKeys read(Path file) {
        try {
            AeadConfig.register();
            String json = TextFile.read(file);
            return new TemplateKeys(TinkJsonProtoKeysetFormat.parseKeyset(
                    json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
        } catch (IOException e) {
            throw new SettingsException("STEAD_TEMPLATE_KEK_FILE names " + file + ", which cannot be read ("
                    + e.getClass().getSimpleName()
                    + "): restore it, or create one for a new store (the matcher's create-template-key FILE).");
        } catch (GeneralSecurityException e) {
            throw refused(file);
        }
    }

    /** Creates a new keyset if the file does not exist, readable by its owner only: for development, or for a new store. */
    public static void createIfAbsent(Path file) {
        if (Files.exists(file)) {
            return;
        }
        try {
            AeadConfig.register();
            KeysetHandle keyset =
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The template key " + file + " cannot be created.", e);
        }
    }

    /** The id of the key that wraps what is new, as its keyset names it. */
    public String id() {
        return id;
    }

    /** Creates a data key for this enrolment. */
    SubjectKey create(String enrolment) {
        try {
            byte[] key = Random.randBytes(KEY_BYTES);
            return new SubjectKey(key, wrapper.encrypt(key, bound(enrolment)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("wrapping a data key failed", e);
        }
    }

    SubjectKey unwrap(String enrolment, byte[] wrapped) {
        try {
            return new SubjectKey(wrapper.decrypt(wrapped, bound(enrolment)), wrapped);
        } catch (GeneralSecurityException e) {
            throw new SettingsException(
                    "STEAD_TEMPLATE_KEK_FILE cannot unwrap a data key: the template key file is not the one of this"
                            + " store, or the row was changed. Set the file that the store was written with.");
        }
    }

    /** Wraps the key of a snapshot's section. */
    byte[] wrapSection(byte[] key, String bound) {
        try {
            return wrapper.encrypt(key, bound.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("wrapping a data key failed", e);
        }
    }

    SegmentKey unwrapSection(byte[] wrapped, String bound) throws SnapshotException {
        try {
            return new SegmentKey(wrapper.decrypt(wrapped, bound.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new SnapshotException("its keys are wrapped by another key-encryption key");
        }
    }

    private static byte[] bound(String enrolment) {
        return ("stead:key\n" + enrolment).getBytes(StandardCharsets.UTF_8);
    }

    private static SettingsException refused(Path file) {
        // Without the cause: a parser's message may quote the key.
        return new SettingsException("STEAD_TEMPLATE_KEK_FILE names " + file
                + ", which is not a Tink keyset of AES-256-GCM: restore the one of this store.");
    }

    @Override
    public String toString() {
        return "TemplateKeys";
    }
}
