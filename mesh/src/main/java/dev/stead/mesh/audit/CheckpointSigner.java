package dev.stead.mesh.audit;

import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.security.SigningKeyFile;
import dev.stead.mesh.security.SigningKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;

/** Signs what a log is, as a checkpoint (C2SP tlog-checkpoint) in a note signed with Ed25519 (C2SP signed-note). Thread-safe. */
public final class CheckpointSigner {
    private final CheckpointVerifier verifier;
    private final PrivateKey key;

    private CheckpointSigner(CheckpointVerifier verifier, PrivateKey key) {
        this.verifier = verifier;
        this.key = key;
    }

    /**
     * Signs with the private key in a file, a JWK (RFC 8037) of an Ed25519 pair.
     *
     * @param origin the name of the log, such as {@code stead/task}
     * @throws SettingsException that names the setting of the file
     */
    public static CheckpointSigner read(Path file, String origin) {
        OctetKeyPair pair = SigningKeyFile.read(AuditConfig.KEY_SETTING, file);
        try {
            return new CheckpointSigner(
                    CheckpointVerifier.of(origin, pair.getDecodedX()), SigningKeys.privateKey(pair.getDecodedD()));
        } catch (GeneralSecurityException e) {
            // Without the cause, which may quote the key.
            throw new SettingsException(
                    AuditConfig.KEY_SETTING + " names " + file + ", whose key cannot be used: make another.");
        }
    }

    /** What verifies this signer's notes. */
    public CheckpointVerifier verifier() {
        return verifier;
    }

    public String sign(TreeHead tree) {
        String text =
                verifier.origin() + "\n" + tree.size() + "\n" + tree.root().base64() + "\n";
        byte[] signed = SigningKeys.sign(key, text.getBytes(StandardCharsets.UTF_8));
        byte[] line = ByteBuffer.allocate(Integer.BYTES + signed.length)
                .putInt(verifier.keyId())
                .put(signed)
                .array();
        return text + "\n" + CheckpointVerifier.DASH + verifier.origin() + " "
                + Base64.getEncoder().encodeToString(line) + "\n";
    }

    @Override
    public String toString() {
        return "CheckpointSigner[" + verifier.origin() + "]";
    }
}
