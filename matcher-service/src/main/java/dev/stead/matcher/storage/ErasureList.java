package dev.stead.matcher.storage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of erasures: a file, apart from the store, that is only added to. From it a store that was restored from a backup learns whom it
 * has to erase again. What was added is on the disk when the method returns. A last line without its end is what a crash left of an
 * addition that nobody was told of, and is dropped; any other damage is refused. One process at a time has the file open. Thread-safe.
 */
public final class ErasureList implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureList.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    /** Not a channel, which closes itself when a thread that uses it is interrupted. */
    private final RandomAccessFile content;

    private final ErasureLines lines;

    @GuardedBy("this")
    private final Set<UUID> listed = new HashSet<>();

    /** Where the last whole line ends. */
    @GuardedBy("this")
    private long end;

    private ErasureList(Path file, RandomAccessFile content, ErasureLines lines) {
        this.file = file;
        this.content = content;
        this.lines = lines;
    }

    /** Creates an empty list, readable by its owner only. A crash leaves the whole file or none. */
    static void create(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = Files.createDirectories(target.getParent());
        Path unfinished = folder.resolve(target.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(
                unfinished,
                new ErasureLines(UUID.randomUUID()).header(),
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel parent = FileChannel.open(folder)) {
            parent.force(true);
        }
    }

    /** Opens a list and gives all its rows to the reader. */
    static ErasureList open(Path file, Collection<ErasureRow> reader) throws IOException {
        var content = new RandomAccessFile(file.toFile(), "rw");
        try {
            lock(content, file);
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
            List<String> whole = wholeLines(content);
            var list = new ErasureList(file, content, ErasureLines.of(file, whole.getFirst()));
            list.read(whole, reader);
            return list;
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private static void lock(RandomAccessFile content, Path file) throws IOException {
        boolean taken;
        try {
            taken = content.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException ownedByThisProcess) {
            taken = false;
        }
        if (!taken) {
            throw ErasureLines.refused(
                    file, "another process has open: stop it, or give each process a list of its own.");
        }
    }

    /** At least one, perhaps empty. What follows the last end of a line is left out. */
    private static List<String> wholeLines(RandomAccessFile content) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(content.length())];
        content.readFully(bytes);
        // A byte is a character: so lengths are those of the file, and damage stays damage.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return List.of(text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1));
    }

    private synchronized void read(List<String> whole, Collection<ErasureRow> reader) throws IOException {
        // The last element is what follows the last line: nothing.
        for (int i = 1; i < whole.size() - 1; i++) {
            ErasureRow row = lines.row(file, i + 1, whole.get(i));
            listed.add(row.id());
            reader.add(row);
        }
        end = whole.stream().mapToLong(line -> line.length() + 1L).sum() - 1;
        if (content.length() > end) {
            LOG.warn("{} ended in the middle of a line, as after a crash: the line was dropped", file);
            content.setLength(end);
            content.getFD().sync();
        }
    }

    Path file() {
        return file;
    }

    UUID id() {
        return lines.list();
    }

    /** Adds those that are not listed yet. If the file cannot be written, it is as before. */
    synchronized void add(Collection<ErasureRow> rows) throws IOException {
        Set<UUID> added = new HashSet<>();
        var text = new StringBuilder();
        for (ErasureRow row : rows) {
            if (!listed.contains(row.id()) && added.add(row.id())) {
                text.append(lines.text(row));
            }
        }
        if (!added.isEmpty()) {
            append(text.toString());
            listed.addAll(added);
        }
    }

    @GuardedBy("this")
    private void append(String text) throws IOException {
        // An addition that failed may have left a part of a line, which nothing may follow.
        content.setLength(end);
        content.seek(end);
        content.write(text.getBytes(StandardCharsets.ISO_8859_1));
        content.getFD().sync();
        end += text.length();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
