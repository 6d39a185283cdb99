package dev.stead.terminal;

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

/**
 * The terminal's own record of what it meant to do: an append-only file, one line an entry, each led by its CRC-32C.
 *
 * <p>An intention is synced to disk before it is sent. That it is finished is not synced: if that is lost, the same request is sent once more and gets
 * its first answer. A torn last line was never synced, so nothing was sent for it: it is dropped. Damage anywhere else stops the terminal.
 * Opening writes the unfinished ones anew (temporary file, sync, rename, sync of the folder), which keeps the file short.
 *
 * <p>Owns its file, and a lock beside it against a second terminal. Safe for many threads. After a failed sync it refuses everything: what is on
 * disk is then not known.
 */
final class Journal implements AutoCloseable {
    private final Path file;
    private final FileChannel lock;
    private final Map<UUID, PendingRequest> unfinished;
    private FileChannel channel;
    private boolean failed;

    private Journal(Path file, FileChannel lock, Map<UUID, PendingRequest> unfinished, FileChannel channel) {
        this.file = file;
        this.lock = lock;
        this.unfinished = unfinished;
        this.channel = channel;
    }

    /**
     * Opens or makes the file.
     *
     * @throws JournalException if another terminal has it, or it is damaged, or the disk fails
     */
    static Journal open(Path file) {
        Path whole = file.toAbsolutePath();
        FileChannel lock = null;
        try {
            Files.createDirectories(parent(whole));
            lock = lock(whole);
            Map<UUID, PendingRequest> unfinished = read(whole);
            FileChannel channel = rewrite(whole, unfinished);
            return new Journal(whole, lock, unfinished, channel);
        } catch (IOException e) {
            close(lock);
            throw new JournalException("the journal %s can not be opened: %s".formatted(whole, e), e);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /** What was begun and not finished, oldest first. */
    synchronized List<PendingRequest> unfinished() {
        return List.copyOf(unfinished.values());
    }

    /** Keeps an intention; when this returns it survives a crash. */
    synchronized void begin(PendingRequest intention) {
        append(line(intention), true);
        unfinished.put(intention.requestId(), intention);
    }

    /** Its outcome is known. */
    synchronized void finish(UUID requestId) {
        append(line("DONE\t" + requestId), false);
        unfinished.remove(requestId);
    }

    private void append(ByteBuffer line, boolean sync) {
        if (failed) {
            throw new JournalException(
                    "the journal " + file + " failed before: check the disk, then restart the terminal");
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
                    "the journal %s can not be written (%s): check the disk, then restart the terminal"
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

    private static void close(@org.jspecify.annotations.Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing is lost: what matters was synced.
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
                    "the journal " + file + " is in use by another terminal: give each terminal its own");
        }
        return lock;
    }

    private static Map<UUID, PendingRequest> read(Path file) throws IOException {
        Map<UUID, PendingRequest> unfinished = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return unfinished;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int from = 0;
        for (int number = 1; from < text.length(); number++) {
            int end = text.indexOf('\n', from);
            String line = end < 0 ? text.substring(from) : text.substring(from, end);
            boolean last = end < 0 || end == text.length() - 1;
            if (end >= 0 && isWhole(line)) {
                apply(line.substring(9), unfinished);
            } else if (!last) {
                throw new JournalException(
                        "the journal %s is damaged in line %d: move it aside, and ask the operator about the payments of this terminal since"
                                .formatted(file, number));
            }
            from = last ? text.length() : end + 1;
        }
        return unfinished;
    }

    private static boolean isWhole(String line) {
        return line.length() > 9 && line.startsWith(checksum(line.substring(9)) + " ");
    }

    private static void apply(String entry, Map<UUID, PendingRequest> unfinished) {
        String[] fields = entry.split("\t", -1);
        UUID requestId = UUID.fromString(fields[1]);
        switch (fields[0]) {
            case "CONFIRM" -> unfinished.put(requestId, new PendingRequest.Confirm(requestId, fields[2], fields[3]));
            case "REPORT" ->
                unfinished.put(
                        requestId,
                        new PendingRequest.Report(requestId, fields[2], CollectionOutcome.valueOf(fields[3])));
            case "DONE" -> unfinished.remove(requestId);
            default -> throw new JournalException("the journal was written by a newer terminal: " + fields[0]);
        }
    }

    private static FileChannel rewrite(Path file, Map<UUID, PendingRequest> unfinished) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        for (PendingRequest intention : unfinished.values()) {
            channel.write(line(intention));
        }
        channel.force(true);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(parent(file), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return channel;
    }

    private static ByteBuffer line(PendingRequest intention) {
        return line(
                switch (intention) {
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
            throw new JournalException("the journal needs a file in a folder, not " + file);
        }
        return parent;
    }
}
