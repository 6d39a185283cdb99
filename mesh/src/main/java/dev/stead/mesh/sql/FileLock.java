package dev.stead.mesh.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The one owner of an embedded store. The operating system releases the lock when the process dies, however it dies. */
final class FileLock implements AutoCloseable {
    private final FileChannel channel;

    private FileLock(FileChannel channel) {
        this.channel = channel;
    }

    static FileLock take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FileLock(channel);
            }
        } catch (OverlappingFileLockException ownedByThisProcess) {
            // The same message as for another process.
        }
        channel.close();
        throw new StorageException(
                StorageException.Kind.BUSY,
                file + " is locked: another process owns this store. Stop it, or set another STEAD_DATABASE_URL.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
