package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.stead.matcher.index.nativememory.HugePages;
import dev.stead.matcher.index.nativememory.Prefetch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Pages of {@value #PAGE_ROWS} sketches: of each row the signs of its residual (what is left of its head when its partition's mean is
 * taken away) in the {@linkplain Space#sketched() sketched} components, one bit each, and a factor, by which the inner product of a probe
 * {@code p} with the residual {@code r} is estimated:
 *
 * <pre>
 * p . r  ~  factor * (p . signs),   factor = |r|^2 / (r . signs),   p . signs = 2 * (sum of p where the sign is +) - (sum of p)
 * </pre>
 *
 * The sums are over the sketched components, the square over the whole head: so the few other components count as they would if the probe
 * were a capture of the row. The estimate is then unbiased, and its deviation is proportional to the factor (Gao and Long, "RaBitQ:
 * Quantizing High-Dimensional Vectors with a Theoretical Error Bound for Approximate Nearest Neighbor Search", 2024). With the probe coded
 * in four bits, the sum is a count of bits.
 *
 * <p>A page holds blocks of {@value #BLOCK_ROWS} rows, for each word of 64 components that word of all eight; then the factors of all rows;
 * then their ordinals, which a scan reads only for rows that may matter. That is 24 bytes per row at 128 components. A scan of a million
 * rows reads 20 MB, which may fit into a processor's last-level cache; from memory it would take three times as long. The factor of an
 * empty row is NaN, which never exceeds anything.
 *
 * <p>One writer at a time, any number of readers. Owns its memory; {@link #close()} overwrites it first.
 */
final class Sketches implements AutoCloseable {
    static final int PAGE_ROWS = 64;
    static final int BLOCK_ROWS = 8;
    static final int WORD_BYTES = BLOCK_ROWS * Long.BYTES;
    private static final int FACTORS_BYTES = PAGE_ROWS * Float.BYTES;
    private static final int CHUNK_SHIFT = 6;
    private static final int CHUNK_PAGES = 1 << CHUNK_SHIFT;
    private static final int NO_ORDINAL = -1;

    private final int words;
    private final long pageBytes;
    private final Arena arena = Arena.ofShared();
    private final HugePages memory = new HugePages(arena);
    /** Published by replacing the array; a chunk, once there, stays. */
    private volatile MemorySegment[] chunks = {};

    private int pages;

    /** @param sketched how many components a sketch is made of, a multiple of 64 */
    Sketches(int sketched) {
        words = sketched / Long.SIZE;
        pageBytes = pageBytes(words);
    }

    static long pageBytes(int words) {
        return factorOffset(words, 0) + 2L * FACTORS_BYTES;
    }

    /** The offset of a row's first word in a page; the next is {@value #WORD_BYTES} bytes further. */
    static long wordOffset(int words, int row) {
        return (long) (row / BLOCK_ROWS) * words * WORD_BYTES + (long) row % BLOCK_ROWS * Long.BYTES;
    }

    static long factorOffset(int words, int row) {
        return (long) PAGE_ROWS * words * Long.BYTES + (long) row * Float.BYTES;
    }

    /** Adds an empty page. */
    int allocate() {
        int page = pages++;
        if (page >>> CHUNK_SHIFT == chunks.length) {
            MemorySegment[] all = Arrays.copyOf(chunks, chunks.length + 1);
            MemorySegment chunk = memory.allocate(CHUNK_PAGES * pageBytes, 64);
            for (int p = 0; p < CHUNK_PAGES; p++) {
                for (int row = 0; row < PAGE_ROWS; row++) {
                    long at = p * pageBytes + factorOffset(words, row);
                    chunk.set(JAVA_FLOAT, at, Float.NaN);
                    chunk.set(JAVA_INT, at + FACTORS_BYTES, NO_ORDINAL);
                }
            }
            all[all.length - 1] = chunk;
            chunks = all;
        }
        return page;
    }

    /** Writes the sketch of a residual, which is as long as a head; the row is found from now on. */
    void write(int page, int row, int ordinal, float[] residual) {
        MemorySegment chunk = chunks[page >>> CHUNK_SHIFT];
        long start = (page & (CHUNK_PAGES - 1)) * pageBytes;
        long first = start + wordOffset(words, row);
        float square = 0;
        for (float component : residual) {
            square += component * component;
        }
        float along = 1e-9f;
        for (int word = 0; word < words; word++) {
            long bits = 0;
            for (int i = 0; i < Long.SIZE; i++) {
                float component = residual[word * Long.SIZE + i];
                along += Math.abs(component);
                bits |= component > 0 ? 1L << i : 0;
            }
            chunk.set(JAVA_LONG, first + (long) word * WORD_BYTES, bits);
        }
        long factor = start + factorOffset(words, row);
        chunk.set(JAVA_INT, factor + FACTORS_BYTES, ordinal);
        VarHandle.releaseFence();
        chunk.set(JAVA_FLOAT, factor, square / along);
    }

    /** Overwrites a row. */
    void wipe(int page, int row) {
        MemorySegment chunk = chunks[page >>> CHUNK_SHIFT];
        long start = (page & (CHUNK_PAGES - 1)) * pageBytes;
        long factor = start + factorOffset(words, row);
        chunk.set(JAVA_FLOAT, factor, Float.NaN);
        chunk.set(JAVA_INT, factor + FACTORS_BYTES, NO_ORDINAL);
        VarHandle.releaseFence();
        long first = start + wordOffset(words, row);
        for (int word = 0; word < words; word++) {
            chunk.set(JAVA_LONG, first + (long) word * WORD_BYTES, 0);
        }
    }

    /** Rows of a page whose estimate plus the probe's allowance exceeds {@code needed}, one bit each. */
    long mayReach(Kernels kernels, int page, SketchedProbe probe, float needed) {
        return kernels.mayReach(chunks[page >>> CHUNK_SHIFT], (page & (CHUNK_PAGES - 1)) * pageBytes, probe, needed);
    }

    /** Prefetches what {@link #mayReach} will read of a page; does nothing for a negative one. */
    void prefetch(int page) {
        if (page >= 0) {
            Prefetch.of(
                    chunks[page >>> CHUNK_SHIFT], (page & (CHUNK_PAGES - 1)) * pageBytes, pageBytes - FACTORS_BYTES);
        }
    }

    /** The row's ordinal; negative if the row is empty, or was emptied a moment ago. */
    int ordinal(int page, int row) {
        return chunks[page >>> CHUNK_SHIFT].get(
                JAVA_INT, (page & (CHUNK_PAGES - 1)) * pageBytes + factorOffset(words, row) + FACTORS_BYTES);
    }

    long bytes() {
        return (long) chunks.length * CHUNK_PAGES * pageBytes;
    }

    @Override
    public void close() {
        for (MemorySegment chunk : chunks) {
            chunk.fill((byte) 0);
        }
        arena.close();
    }
}
