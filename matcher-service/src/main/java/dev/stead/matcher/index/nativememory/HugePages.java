package dev.stead.matcher.index.nativememory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Memory that is read at random, in pages of 2 MB where the system provides them. Each row of a million is on another page, and with pages
 * of 4 kB the translation of its address costs as much as reading it. The memory is left out of core dumps, since it holds templates.
 *
 * <p>Memory is mapped in blocks and handed out in pieces. The first block is small, so that a small gallery takes no more than it needs;
 * each next one is twice as large, up to 64 MB, of which only what is used becomes resident. Where the system refuses, this is ordinary
 * memory.
 *
 * <p>For one thread at a time. Closing the arena frees everything.
 */
@SuppressWarnings("restricted") // to give mapped memory its length
public final class HugePages implements SegmentAllocator {
    private static final long HUGE_PAGE = 2L << 20;
    private static final long FIRST_BLOCK = HUGE_PAGE / 8;
    private static final long MAX_BLOCK = 32 * HUGE_PAGE;
    private static final long ALIGNMENT = 64;

    private final Arena arena;
    private long nextBlock = FIRST_BLOCK;
    private MemorySegment rest = MemorySegment.NULL;

    public HugePages(Arena arena) {
        this.arena = arena;
    }

    /** A piece of zeros that starts on a cache line. */
    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        if (alignment > ALIGNMENT) {
            throw new IllegalArgumentException("a piece is aligned to " + ALIGNMENT + " bytes, not to " + alignment);
        }
        long room = roundUp(bytes, ALIGNMENT);
        if (room > rest.byteSize()) {
            rest = block(roundUp(nextBlock, room));
            nextBlock = Math.min(MAX_BLOCK, 2 * nextBlock);
        }
        MemorySegment piece = rest.asSlice(0, bytes);
        rest = rest.asSlice(room);
        return piece;
    }

    private MemorySegment block(long bytes) {
        // A huge page begins at a multiple of its size.
        long mapped = bytes + HUGE_PAGE;
        long address = Linux.map(mapped);
        if (address == Linux.NO_ADDRESS) {
            return arena.allocate(bytes, ALIGNMENT);
        }
        long start = roundUp(address, HUGE_PAGE);
        Linux.leaveOutOfDumps(start, bytes);
        if (bytes >= HUGE_PAGE) {
            Linux.adviseHugePages(start, bytes);
        }
        return MemorySegment.ofAddress(start).reinterpret(bytes, arena, _ -> Linux.unmap(address, mapped));
    }

    private static long roundUp(long bytes, long unit) {
        return (bytes + unit - 1) / unit * unit;
    }
}
