package dev.stead.matcher.index.nativememory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Memory for what is read at random, in pages of 2 MB where the system gives them: a row out of a million lies on another page each time, and
 * with pages of 4 kB to find out where that is costs as much as to read the row. It is left out of core dumps, for it holds templates.
 *
 * <p>Blocks are mapped, and handed out piece by piece. The first ones are small, so that a small gallery takes no more than it needs; each is
 * twice the one before, up to 64 MB, of which only what is touched counts. Where the system refuses, it is memory like any other.
 *
 * <p>Belongs to one thread at a time. The arena frees everything at its end.
 */
@SuppressWarnings("restricted") // it says how long mapped memory is
public final class HugePages implements SegmentAllocator {
    private static final long HUGE_PAGE = 2L << 20;
    private static final long FIRST_BLOCK = HUGE_PAGE / 8;
    private static final long GREATEST_BLOCK = 32 * HUGE_PAGE;
    private static final long ALIGNMENT = 64;

    private final Arena arena;
    private long nextBlock = FIRST_BLOCK;
    private MemorySegment rest = MemorySegment.NULL;

    public HugePages(Arena arena) {
        this.arena = arena;
    }

    /** Zeros, from the start of a cache line on. */
    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        if (alignment > ALIGNMENT) {
            throw new IllegalArgumentException(
                    "a piece begins with a line of " + ALIGNMENT + " bytes, not " + alignment);
        }
        long room = roundUp(bytes, ALIGNMENT);
        if (room > rest.byteSize()) {
            rest = block(roundUp(nextBlock, room));
            nextBlock = Math.min(GREATEST_BLOCK, 2 * nextBlock);
        }
        MemorySegment piece = rest.asSlice(0, bytes);
        rest = rest.asSlice(room);
        return piece;
    }

    private MemorySegment block(long bytes) {
        // A huge page begins at a multiple of its size.
        long mapped = bytes + HUGE_PAGE;
        long address = Linux.map(mapped);
        if (address == Linux.NOTHING) {
            return arena.allocate(bytes, ALIGNMENT);
        }
        long start = roundUp(address, HUGE_PAGE);
        Linux.leaveOutOfDumps(start, bytes);
        if (bytes >= HUGE_PAGE) {
            Linux.askForHugePages(start, bytes);
        }
        return MemorySegment.ofAddress(start).reinterpret(bytes, arena, _ -> Linux.unmap(address, mapped));
    }

    private static long roundUp(long bytes, long unit) {
        return (bytes + unit - 1) / unit * unit;
    }
}
