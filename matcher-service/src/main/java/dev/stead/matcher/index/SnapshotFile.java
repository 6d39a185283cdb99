package dev.stead.matcher.index;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/**
 * A file of a header and numbered sections of bytes, each with its checksum. The file is replaced as a whole or not at all: it is written
 * under a temporary name, synced, renamed, and its folder synced.
 *
 * <pre>
 * magic (8)  version (4)  bytes of the header (4)  sections (4)  crc of the above and the header (4)  header
 * then each section:  bytes (4)  crc of its number, its length and its bytes (4)  bytes
 * </pre>
 *
 * Little-endian; the checksums are CRC-32C. An open file is mapped into memory, may be read by several threads, and must be closed.
 */
public final class SnapshotFile implements AutoCloseable {
    static final long MAGIC = 0x31584449_44545353L;
    static final int VERSION = 2;
    private static final int FIXED = 24;
    private static final int SECTION_FIXED = 8;
    private static final int MAX_HEADER_BYTES = 4_096;
    private static final int MAX_SECTIONS = 1 << 24;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private byte[] header = {};
    private long[] starts = {0};

    private SnapshotFile(FileChannel channel) throws IOException {
        this.bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }

    private void check() throws SnapshotException {
        if (bytes.byteSize() < FIXED) {
            throw new SnapshotException("the file is cut off in its first bytes");
        }
        ByteBuffer fixed = buffer(bytes.asSlice(0, FIXED).toArray(ValueLayout.JAVA_BYTE));
        if (fixed.getLong() != MAGIC) {
            throw new SnapshotException("the file is not a snapshot");
        }
        int version = fixed.getInt();
        if (version != VERSION) {
            throw new SnapshotException("the file has format version " + version + ", this program reads " + VERSION);
        }
        int length = fixed.getInt();
        int sections = fixed.getInt();
        if (length < 0
                || length > Math.min(MAX_HEADER_BYTES, bytes.byteSize() - FIXED)
                || sections < 0
                || sections > MAX_SECTIONS
                || sections > (bytes.byteSize() - FIXED - length) / SECTION_FIXED) {
            throw new SnapshotException("the header is damaged");
        }
        header = bytes.asSlice(FIXED, length).toArray(ValueLayout.JAVA_BYTE);
        if (fixed.getInt() != headerChecksum(header, sections)) {
            throw new SnapshotException("the header is damaged");
        }
        starts = new long[sections + 1];
        starts[0] = (long) FIXED + length;
        for (int section = 0; section < sections; section++) {
            long left = bytes.byteSize() - starts[section] - SECTION_FIXED;
            int size = left < 0 ? -1 : bytes.get(INT, starts[section]);
            if (size < 0 || size > left) {
                throw new SnapshotException("the file is cut off or damaged at section " + section);
            }
            starts[section + 1] = starts[section] + SECTION_FIXED + size;
        }
        if (starts[sections] != bytes.byteSize()) {
            throw new SnapshotException("there is something after the last section");
        }
    }

    /**
     * Maps a file, and checks everything but the sections' bytes.
     *
     * @throws SnapshotException if it is incomplete, or not a snapshot of this version
     */
    public static SnapshotFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            var snapshot = new SnapshotFile(channel);
            boolean opened = false;
            try {
                snapshot.check();
                opened = true;
                return snapshot;
            } finally {
                if (!opened) {
                    snapshot.close();
                }
            }
        }
    }

    public byte[] header() {
        return header.clone();
    }

    public int sections() {
        return starts.length - 1;
    }

    /**
     * A copy of a section's bytes.
     *
     * @throws SnapshotException if they are damaged
     */
    public byte[] section(int section) throws SnapshotException {
        long start = starts[section] + SECTION_FIXED;
        byte[] copy = bytes.asSlice(start, starts[section + 1] - start).toArray(ValueLayout.JAVA_BYTE);
        if (bytes.get(INT, starts[section] + Integer.BYTES) != checksum(section, copy)) {
            throw new SnapshotException("section " + section + " is damaged");
        }
        return copy;
    }

    /** Writes the whole file, or leaves the previous one; calls for each section once, in order. */
    public static void write(Path file, byte[] header, int sections, IntFunction<byte[]> section) throws IOException {
        if (header.length > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "a header has at most " + MAX_HEADER_BYTES + " bytes, not " + header.length);
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        Files.createDirectories(folder);
        Path temporary = folder.resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer fixed = buffer(new byte[FIXED]).putLong(MAGIC).putInt(VERSION);
            fixed.putInt(header.length).putInt(sections).putInt(headerChecksum(header, sections));
            writeAll(channel, fixed.flip(), ByteBuffer.wrap(header));
            for (int i = 0; i < sections; i++) {
                byte[] next = section.apply(i);
                ByteBuffer before = buffer(new byte[SECTION_FIXED]);
                before.putInt(next.length).putInt(checksum(i, next));
                writeAll(channel, before.flip(), ByteBuffer.wrap(next));
            }
            channel.force(true);
        }
        Files.move(temporary, file.toAbsolutePath(), ATOMIC_MOVE, REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    private static void writeAll(FileChannel channel, ByteBuffer... parts) throws IOException {
        while (parts[parts.length - 1].hasRemaining() || parts[0].hasRemaining()) {
            channel.write(parts);
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int headerChecksum(byte[] header, int sections) {
        var crc = new CRC32C();
        ByteBuffer fixed = buffer(new byte[FIXED]).putLong(MAGIC).putInt(VERSION);
        crc.update(fixed.putInt(header.length).putInt(sections).flip());
        crc.update(header);
        return (int) crc.getValue();
    }

    private static int checksum(int section, byte[] bytes) {
        var crc = new CRC32C();
        crc.update(buffer(new byte[SECTION_FIXED])
                .putInt(section)
                .putInt(bytes.length)
                .flip());
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
