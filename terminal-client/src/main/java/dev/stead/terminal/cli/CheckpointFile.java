package dev.stead.terminal.cli;

import dev.stead.mesh.audit.CheckpointException;
import dev.stead.mesh.audit.CheckpointVerifier;
import dev.stead.mesh.audit.StoredCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A checkpoint that is kept in a file: the key, then the note, which ends with a newline. */
final class CheckpointFile {
    private CheckpointFile() {}

    static StoredCheckpoint read(Path file) throws IOException {
        String[] parts = Files.readString(file).split("\n", 2);
        try {
            var stored = new StoredCheckpoint(CheckpointVerifier.parse(parts[0]), parts.length < 2 ? "" : parts[1]);
            var _ = stored.tree();
            return stored;
        } catch (CheckpointException wrong) {
            throw new UsageException(file + " holds no checkpoint (" + wrong.getMessage()
                    + "): restore it, or remove it if this log was never verified before");
        }
    }

    /** Replaces the file as a whole. */
    static void write(Path file, StoredCheckpoint checkpoint) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = Files.createTempFile(folder, ".", ".new");
        Files.writeString(unfinished, checkpoint.verifier().text() + "\n" + checkpoint.note());
        Files.move(
                unfinished, file.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
