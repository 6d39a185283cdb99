package dev.stead.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.task.v1.CollectionOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file in which a terminal records each request before it sends it: append-only, one line per entry, each preceded by its CRC-32C.
 *
 * <p>A request is synced to disk before it is sent. That it is finished is not synced: if that entry is lost, the request is sent once more
 * and gets its first response. A torn last line was never synced, so nothing was sent for it, and it is dropped. Damage anywhere else
 * stops the terminal. Opening the journal rewrites it with the pending requests only (temporary file, sync, rename, sync of the folder),
 * which keeps it short.
 *
 * <p>Owns its file, and a lock beside it against a second terminal. Thread-safe. After a failed sync every call throws, because the
 * contents of the disk are then unknown.
 */
final class Journal implements AutoCloseable {
    private final Path file;
    private final FileChannel lock;

    @GuardedBy("this")
    private final Map<UUID, PendingRequest> pending;

    @GuardedBy("this")
    private final FileChannel channel;

    @GuardedBy("this")
    private boolean failed;

    private Journal(Path file, FileChannel lock, Map<UUID, PendingRequest> pending, FileChannel channel) {
        this.file = file;
        this.lock = lock;
        this.pending = pending;
        this.channel = channel;
    }

    /**
     * Opens the file, or creates it.
     *
     * @throws JournalException if another terminal has opened it, if it is damaged, or if the disk fails
     */
    static Journal open(Path file) {
        Path whole = file.toAbsolutePath();
        FileChannel lock = null;
        try {
            Files.createDirectories(parent(whole));
            lock = lock(whole);
            Map<UUID, PendingRequest> pending = read(whole);
            FileChannel channel = rewrite(whole, pending);
            return new Journal(whole, lock, pending, channel);
        } catch (IOException e) {
            close(lock);
            throw new JournalException("the journal %s cannot be opened: %s".formatted(whole, e), e);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /** The requests that were begun and not finished, oldest first. */
    synchronized List<PendingRequest> pending() {
        return List.copyOf(pending.values());
    }

    /** Records a request. When this returns, it survives a crash. */
    synchronized void begin(PendingRequest request) {
        append(line(request), true);
        pending.put(request.requestId(), request);
    }

    /** Records that the outcome of a request is known. */
    synchronized void finish(UUID requestId) {
        append(line("DONE\t" + requestId), false);
        pending.remove(requestId);
    }

    @GuardedBy("this")
    private void append(ByteBuffer line, boolean sync) {
        if (failed) {
            throw new JournalException(
                    "the journal " + file + " has failed before: check the disk, then restart the terminal");
        }
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            if (sync) {
                channel.force(false);
            }
        } catch (IOException e) {
            failed = true;
            throw new JournalException(
                    "the journal %s cannot be written (%s): check the disk, then restart the terminal"
                            .formatted(file, e),
                    e);
        }
    }

    @Override
    public synchronized void close() {
        failed = true;
        close(channel);
        close(lock);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing is lost: whatever matters has been synced.
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel lock = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = lock.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            lock.close();
            throw new JournalException(
                    "the journal " + file + " is in use by another terminal: give each terminal its own file");
        }
        return lock;
    }

    private static Map<UUID, PendingRequest> read(Path file) throws IOException {
        Map<UUID, PendingRequest> pending = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return pending;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int from = 0;
        for (int number = 1; from < text.length(); number++) {
            int end = text.indexOf('\n', from);
            String line = end < 0 ? text.substring(from) : text.substring(from, end);
            boolean last = end < 0 || end == text.length() - 1;
            if (end >= 0 && isIntact(line)) {
                apply(line.substring(9), pending);
            } else if (!last) {
                throw new JournalException(("the journal %s is damaged in line %s: move it aside,"
                                + " and ask the operator about this terminal's latest payments")
                        .formatted(file, number));
            }
            from = last ? text.length() : end + 1;
        }
        return pending;
    }

    private static boolean isIntact(String line) {
        return line.length() > 9 && line.startsWith(checksum(line.substring(9)) + " ");
    }

    private static void apply(String entry, Map<UUID, PendingRequest> pending) {
        String[] fields = entry.split("\t", -1);
        UUID requestId = UUID.fromString(fields[1]);
        switch (fields[0]) {
            case "CONFIRM" -> pending.put(requestId, new PendingRequest.Confirm(requestId, fields[2], fields[3]));
            case "REPORT" ->
                pending.put(
                        requestId,
                        new PendingRequest.Report(requestId, fields[2], CollectionOutcome.valueOf(fields[3])));
            case "DONE" -> pending.remove(requestId);
            default ->
                throw new JournalException(
                        "the journal has an entry " + fields[0] + " of a newer terminal: update this one");
        }
    }

    private static FileChannel rewrite(Path file, Map<UUID, PendingRequest> pending) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        for (PendingRequest request : pending.values()) {
            channel.write(line(request));
        }
        channel.force(true);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(parent(file), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return channel;
    }

    private static ByteBuffer line(PendingRequest request) {
        return line(
                switch (request) {
                    case PendingRequest.Confirm(UUID id, String assertion, String task) ->
                        String.join("\t", "CONFIRM", id.toString(), assertion, task);
                    case PendingRequest.Report(UUID id, String execution, CollectionOutcome outcome) ->
                        String.join("\t", "REPORT", id.toString(), execution, outcome.name());
                });
    }

    private static ByteBuffer line(String entry) {
        return ByteBuffer.wrap((checksum(entry) + " " + entry + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String checksum(String entry) {
        CRC32C crc = new CRC32C();
        crc.update(entry.getBytes(StandardCharsets.ISO_8859_1));
        return "%08x".formatted(crc.getValue());
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new JournalException("the journal must be a file in a folder, not " + file);
        }
        return parent;
    }
}
