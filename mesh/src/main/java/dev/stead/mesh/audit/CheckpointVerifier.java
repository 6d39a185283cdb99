package dev.stead.mesh.audit;

import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.security.SigningKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Verifies signed notes (C2SP signed-note) of one log by its public Ed25519 key, and reads checkpoints from them. Thread-safe. */
public final class CheckpointVerifier {
    /** What begins the line of a signature. */
    static final String DASH = "— ";

    private static final byte ED25519 = 1;

    private final String origin;
    private final byte[] raw;
    private final PublicKey key;
    private final int keyId;

    private CheckpointVerifier(String origin, byte[] raw, PublicKey key) {
        this.origin = origin;
        this.raw = raw;
        this.key = key;
        MessageDigest digest = MerkleHash.sha256();
        digest.update((origin + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(ED25519);
        this.keyId = ByteBuffer.wrap(digest.digest(raw)).getInt();
    }

    static CheckpointVerifier of(String origin, byte[] raw) throws GeneralSecurityException {
        if (origin.isBlank() || origin.indexOf('+') >= 0 || origin.indexOf(' ') >= 0) {
            throw new GeneralSecurityException("not a verifier key");
        }
        return new CheckpointVerifier(origin, raw.clone(), SigningKeys.publicKey(raw));
    }

    /**
     * Reads a verifier key: name, key id in hexadecimal and key in base64, with {@code +} between them.
     *
     * @throws CheckpointException if it is none, or of another kind of key
     */
    public static CheckpointVerifier parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        try {
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            CheckpointVerifier verifier = of(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
            if (typed[0] == ED25519
                    && HexFormat.of().toHexDigits(verifier.keyId).equals(parts[1])) {
                return verifier;
            }
        } catch (GeneralSecurityException | RuntimeException malformed) {
            // The same message as for another kind of key.
        }
        throw new CheckpointException("it has no verifier key of Ed25519");
    }

    /** The name of the log. */
    public String origin() {
        return origin;
    }

    /** In the form that {@link #parse} reads. */
    public String text() {
        byte[] typed = ByteBuffer.allocate(1 + raw.length).put(ED25519).put(raw).array();
        return origin + "+" + HexFormat.of().toHexDigits(keyId) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    int keyId() {
        return keyId;
    }

    /**
     * The tree that a checkpoint of this log states.
     *
     * @throws CheckpointException unless this key has signed it
     */
    public TreeHead open(String note) {
        String text = signedText(note);
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || !lines.getFirst().equals(origin)) {
            throw new CheckpointException("it is no checkpoint of " + origin);
        }
        try {
            long size = Long.parseLong(lines.get(1));
            MerkleHash root = MerkleHash.of(Base64.getDecoder().decode(lines.get(2)));
            if (size < 0 || !lines.get(1).equals(Long.toString(size))) {
                throw new IllegalArgumentException("no size");
            }
            return new TreeHead(size, root);
        } catch (IllegalArgumentException malformed) {
            throw new CheckpointException("its size or its root cannot be read");
        }
    }

    /** The text of a note, which ends with a newline, once this key's signature of it is verified. */
    String signedText(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0) {
            throw new CheckpointException("it is no signed note");
        }
        String text = note.substring(0, end + 1);
        boolean isSigned = note.substring(end + 2).lines().anyMatch(line -> isSignature(line, text));
        if (!isSigned) {
            throw new CheckpointException("it is not signed by the key of " + origin);
        }
        return text;
    }

    boolean hasSigned(String note) {
        try {
            return !signedText(note).isEmpty();
        } catch (CheckpointException notByThisKey) {
            return false;
        }
    }

    private boolean isSignature(String line, String text) {
        String start = DASH + origin + " ";
        if (!line.startsWith(start)) {
            return false;
        }
        try {
            ByteBuffer signed = ByteBuffer.wrap(Base64.getDecoder().decode(line.substring(start.length())));
            if (signed.remaining() <= Integer.BYTES || signed.getInt() != keyId) {
                return false;
            }
            byte[] bytes = new byte[signed.remaining()];
            signed.get(bytes);
            return SigningKeys.isSigned(key, text.getBytes(StandardCharsets.UTF_8), bytes);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CheckpointVerifier that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
