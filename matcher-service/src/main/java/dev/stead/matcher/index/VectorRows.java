package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.stead.matcher.index.nativememory.HugePages;
import dev.stead.matcher.index.nativememory.Prefetch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The coded vectors by ordinal, off heap. A row is read completely or not at all: its stamp is odd while it is written, and a reader
 * that finds another stamp afterwards than before discards what it computed.
 *
 * <pre>
 * bytes 0      4            8            16           16 + head    16 + 2 head    16 + 2 head + tail
 *       stamp  head scale   tail scale   coarse head  fine head    tail
 * </pre>
 *
 * A component of the head is {@code scale * (256 * coarse + fine)}, both signed: 16 bits, of which a first comparison needs only the upper
 * eight. A component of the tail is {@code scale * code}. With 192 components in the head, 320 in the tail and 1 % of the square in the
 * tail, an inner product computed from the codes is off by 1e-5 (standard deviation), by 7e-4 from the coarse head alone. A vector that
 * lies in the tail whole, as the space's sample knew nothing like it, is off by 4e-4.
 *
 * <p>One writer at a time, any number of readers. Owns its memory; {@link #close()} overwrites it first.
 */
final class VectorRows implements AutoCloseable {
    private static final int HEADER = 16;
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;
    /** 256 * 127 + 127: the greatest code whose two bytes are both signed. */
    private static final int MAX_CODE = 32_639;

    private static final int LIVE = 2;
    private static final VarHandle STAMP = JAVA_INT.varHandle();
    private static final int MAX_TRIES = 8;

    private final Space space;
    private final Kernels kernels;
    private final long stride;
    private final Arena arena = Arena.ofShared();
    private final HugePages memory = new HugePages(arena);
    /** Published by replacing the array; a chunk, once there, stays. */
    private volatile MemorySegment[] chunks = {};
    /** The greatest share of a vector's square that any tail has held. */
    private volatile float mostInTail;

    VectorRows(Space space, Kernels kernels) {
        this.space = space;
        this.kernels = kernels;
        this.stride = HEADER + 2L * space.head() + space.tail();
    }

    Space space() {
        return space;
    }

    /** Codes a rotated vector into its row. */
    void write(int ordinal, float[] rotated) {
        recordTail(rotated);
        MemorySegment chunk = chunkFor(ordinal);
        long at = offset(ordinal);
        int stamp = chunk.get(JAVA_INT, at) & ~LIVE;
        STAMP.setOpaque(chunk, at, stamp + 1);
        VarHandle.fullFence();
        int head = space.head();
        float headScale = greatest(rotated, 0, head) / MAX_CODE;
        float tailScale = greatest(rotated, head, space.tail()) / Byte.MAX_VALUE;
        chunk.set(JAVA_FLOAT, at + 4, headScale);
        chunk.set(JAVA_FLOAT, at + 8, tailScale);
        for (int i = 0; i < head; i++) {
            int code = Math.round(rotated[i] / headScale);
            byte fine = (byte) code;
            chunk.set(JAVA_BYTE, at + HEADER + i, (byte) ((code - fine) >> 8));
            chunk.set(JAVA_BYTE, at + HEADER + head + i, fine);
        }
        for (int i = 0; i < space.tail(); i++) {
            chunk.set(JAVA_BYTE, at + HEADER + 2L * head + i, (byte) Math.round(rotated[head + i] / tailScale));
        }
        VarHandle.releaseFence();
        STAMP.setRelease(chunk, at, (stamp + 4) | LIVE);
    }

    /** Must be called for every row that is written or restored. */
    void recordTail(float[] rotated) {
        float square = 0;
        for (int i = space.head(); i < rotated.length; i++) {
            square += rotated[i] * rotated[i];
        }
        if (square > mostInTail) {
            mostInTail = square;
        }
    }

    /** No row has a greater share of its square in its tail. */
    float mostInTail() {
        return mostInTail;
    }

    /** Overwrites a row with zeros. */
    void wipe(int ordinal) {
        MemorySegment chunk = chunks[ordinal >>> CHUNK_SHIFT];
        long at = offset(ordinal);
        int stamp = chunk.get(JAVA_INT, at) & ~LIVE;
        STAMP.setOpaque(chunk, at, stamp + 1);
        VarHandle.fullFence();
        chunk.asSlice(at + 4, stride - 4).fill((byte) 0);
        VarHandle.releaseFence();
        STAMP.setRelease(chunk, at, stamp + 4);
    }

    /** Bytes of a saved row: all but its stamp. */
    int savedBytes() {
        return (int) stride - Integer.BYTES;
    }

    /** Copies a row out, while nobody writes it. */
    void save(int ordinal, ByteBuffer into) {
        MemorySegment row = chunks[ordinal >>> CHUNK_SHIFT].asSlice(offset(ordinal) + Integer.BYTES, savedBytes());
        into.put(row.asByteBuffer());
    }

    /** Makes room up to this ordinal, so that several threads may call {@link #restore}. */
    void reserve(int ordinal) {
        chunkFor(ordinal);
    }

    /** Copies a saved row in where there is none; false if the bytes cannot be a row. */
    boolean restore(int ordinal, ByteBuffer from) {
        MemorySegment chunk = chunkFor(ordinal);
        long at = offset(ordinal);
        MemorySegment.copy(
                from.array(), from.arrayOffset() + from.position(), chunk, JAVA_BYTE, at + Integer.BYTES, savedBytes());
        from.position(from.position() + savedBytes());
        if (!isScale(chunk.get(JAVA_FLOAT, at + 4)) || !isScale(chunk.get(JAVA_FLOAT, at + 8))) {
            return false;
        }
        STAMP.setRelease(chunk, at, 4 | LIVE);
        return true;
    }

    private static boolean isScale(float scale) {
        return scale > 0 && scale <= 1;
    }

    boolean isLive(int ordinal) {
        return isLiveStamp(stamp(ordinal));
    }

    static boolean isLiveStamp(int stamp) {
        return (stamp & (LIVE | 1)) == LIVE;
    }

    /** Changes with every write; 0 for a row that was never written. */
    int stamp(int ordinal) {
        MemorySegment[] all = chunks;
        int chunk = ordinal >>> CHUNK_SHIFT;
        return ordinal < 0 || chunk >= all.length ? 0 : (int) STAMP.getAcquire(all[chunk], offset(ordinal));
    }

    /** One more than the greatest ordinal that can be read. */
    int bound() {
        return chunks.length << CHUNK_SHIFT;
    }

    /** Similarity from the coarse head alone. The row may be half written: for a first comparison only. */
    float coarse(int ordinal, float[] rotated) {
        MemorySegment chunk = chunks[ordinal >>> CHUNK_SHIFT];
        long at = offset(ordinal);
        return 256 * chunk.get(JAVA_FLOAT, at + 4) * kernels.codeDot(rotated, 0, chunk, at + HEADER, space.head());
    }

    /** Prefetches what {@link #coarse} will read. */
    void prefetch(int ordinal) {
        Prefetch.of(chunks[ordinal >>> CHUNK_SHIFT], offset(ordinal), HEADER + space.head());
    }

    /** Similarity from all codes of one state of the row; NaN if the row is not live. */
    float exact(int ordinal, float[] rotated) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            int before = stamp(ordinal);
            if ((before & 1) == 0) {
                if (!isLiveStamp(before)) {
                    return Float.NaN;
                }
                float similarity = fromAllCodes(ordinal, rotated);
                VarHandle.loadLoadFence();
                if (stamp(ordinal) == before) {
                    return similarity;
                }
            }
            Thread.onSpinWait();
        }
        return Float.NaN;
    }

    private float fromAllCodes(int ordinal, float[] rotated) {
        MemorySegment chunk = chunks[ordinal >>> CHUNK_SHIFT];
        long at = offset(ordinal);
        int head = space.head();
        float coarse = kernels.codeDot(rotated, 0, chunk, at + HEADER, head);
        float fine = kernels.codeDot(rotated, 0, chunk, at + HEADER + head, head);
        float tail =
                space.tail() == 0 ? 0 : kernels.codeDot(rotated, head, chunk, at + HEADER + 2L * head, space.tail());
        return chunk.get(JAVA_FLOAT, at + 4) * (256 * coarse + fine) + chunk.get(JAVA_FLOAT, at + 8) * tail;
    }

    /** Decodes a row; false if it is not live, or being written. */
    boolean read(int ordinal, float[] rotated) {
        int before = stamp(ordinal);
        if (!isLiveStamp(before)) {
            return false;
        }
        MemorySegment chunk = chunks[ordinal >>> CHUNK_SHIFT];
        long at = offset(ordinal);
        int head = space.head();
        float headScale = chunk.get(JAVA_FLOAT, at + 4);
        float tailScale = chunk.get(JAVA_FLOAT, at + 8);
        for (int i = 0; i < head; i++) {
            int coarse = chunk.get(JAVA_BYTE, at + HEADER + i);
            rotated[i] = headScale * (256 * coarse + chunk.get(JAVA_BYTE, at + HEADER + head + i));
        }
        for (int i = 0; i < space.tail(); i++) {
            rotated[head + i] = tailScale * chunk.get(JAVA_BYTE, at + HEADER + 2L * head + i);
        }
        VarHandle.loadLoadFence();
        return stamp(ordinal) == before;
    }

    long bytes() {
        return chunks.length * (CHUNK_ROWS * stride);
    }

    @Override
    public void close() {
        for (MemorySegment chunk : chunks) {
            chunk.fill((byte) 0);
        }
        arena.close();
    }

    private MemorySegment chunkFor(int ordinal) {
        int needed = ordinal >>> CHUNK_SHIFT;
        MemorySegment[] all = chunks;
        if (needed >= all.length) {
            int from = all.length;
            all = Arrays.copyOf(all, needed + 1);
            for (int i = from; i <= needed; i++) {
                // Narrow registers read some bytes past the last code.
                all[i] = memory.allocate(CHUNK_ROWS * stride + Kernels.STEP, 64);
            }
            chunks = all;
        }
        return all[needed];
    }

    private long offset(int ordinal) {
        return (ordinal & (CHUNK_ROWS - 1)) * stride;
    }

    private static float greatest(float[] values, int from, int count) {
        float greatest = 1e-9f;
        for (int i = from; i < from + count; i++) {
            greatest = Math.max(greatest, Math.abs(values[i]));
        }
        return greatest;
    }
}
