package dev.stead.systemtests.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Appends lines of ASCII to a file, each synced before {@link #append} returns. Owns the channel. Thread-safe. */
public final class SyncedLines implements AutoCloseable {
    private final FileChannel channel;

    /** Appends at the channel's position. */
    public SyncedLines(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws UncheckedIOException if the line could not be made durable */
    public synchronized void append(String line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
