package dev.stead.benchmarks.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of raw little-endian float32 embeddings, row-major, memory-mapped: reading a part of it costs that part. Owns the
 * mapping: after {@link #close} every read throws. Safe for reading by many threads.
 */
public final class MappedEmbeddingFile implements AutoCloseable {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long CHECKED_AT_ONCE = 1 << 26;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment floats;
    private final int dimension;
    private final int rows;

    private MappedEmbeddingFile(Path file, int dimension, int limit) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long rowBytes = 4L * dimension;
            long size = channel.size();
            if (size == 0 || size % rowBytes != 0) {
                throw new IllegalArgumentException(
                        file + " has " + size + " bytes, not a whole number of rows of " + dimension + " float32");
            }
            this.dimension = dimension;
            this.rows = Math.toIntExact(limit > 0 ? Math.min(limit, size / rowBytes) : size / rowBytes);
            this.floats = channel.map(FileChannel.MapMode.READ_ONLY, 0, rows * rowBytes, arena);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Opens the first {@code limit} rows, or all of them if {@code limit} is 0. */
    public static MappedEmbeddingFile open(Path file, int dimension, int limit) {
        return new MappedEmbeddingFile(file, dimension, limit);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** The length of each row. */
    public int dimension() {
        return dimension;
    }

    /** A copy of {@code count} rows from {@code first} on. */
    public float[] read(int first, int count) {
        float[] block = new float[count * dimension];
        readInto(first, count, block);
        return block;
    }

    /** Checksum of all readable bytes and the shape; a second for two gigabytes. */
    long checksum() {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < floats.byteSize(); at += CHECKED_AT_ONCE) {
            crc.update(floats.asSlice(at, Math.min(CHECKED_AT_ONCE, floats.byteSize() - at))
                    .asByteBuffer());
        }
        return crc.getValue() << 32 ^ (long) rows << 12 ^ dimension;
    }

    /** As {@link #read}, into the beginning of {@code block}. */
    public void readInto(int first, int count, float[] block) {
        MemorySegment.copy(floats, FLOAT, 4L * first * dimension, block, 0, count * dimension);
    }

    @Override
    public void close() {
        arena.close();
    }
}
