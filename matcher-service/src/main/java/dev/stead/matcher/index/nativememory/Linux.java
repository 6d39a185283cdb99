package dev.stead.matcher.index.nativememory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The few calls of Linux for memory of a kind that Java does not give. The numbers are those of amd64 and of 64-bit ARM. Nothing depends on
 * them: on other systems, and where the system refuses, each does nothing. Thread-safe.
 */
@SuppressWarnings("restricted") // the system's own calls are what this class is for
final class Linux {
    /** Instead of an address. */
    static final long NOTHING = 0;

    private static final int READ_WRITE = 0x1 | 0x2;
    private static final int READ_EXECUTE = 0x1 | 0x4;
    private static final int PRIVATE_ANONYMOUS = 0x02 | 0x20;
    private static final int HUGE_PAGES = 14;
    private static final int NOT_IN_DUMPS = 16;
    private static final long FAILED = -1;

    private static final @Nullable MethodHandle MMAP =
            call("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);

    private static final @Nullable MethodHandle MUNMAP = call("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final @Nullable MethodHandle MPROTECT = call("mprotect", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final @Nullable MethodHandle MADVISE = call("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private Linux() {}

    /** New memory of zeros, which nobody else has, from the start of a page on; {@link #NOTHING} if the system gives none. */
    static long map(long bytes) {
        if (MMAP == null) {
            return NOTHING;
        }
        try {
            long address = (long) MMAP.invokeExact(0L, bytes, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            return address == FAILED ? NOTHING : address;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Gives back what was mapped. */
    static void unmap(long address, long bytes) {
        try {
            if (MUNMAP != null && (int) MUNMAP.invokeExact(address, bytes) != 0) {
                throw new IllegalStateException("memory that was mapped cannot be given back");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** From now on it can be run, and no longer written; false if the system refuses. */
    static boolean makeExecutable(long address, long bytes) {
        try {
            return MPROTECT != null && (int) MPROTECT.invokeExact(address, bytes, READ_EXECUTE) == 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Asks for pages of 2 MB instead of 4 kB, as it is touched. */
    static void askForHugePages(long address, long bytes) {
        advise(address, bytes, HUGE_PAGES);
    }

    /** Leaves it out of core dumps. */
    static void leaveOutOfDumps(long address, long bytes) {
        advise(address, bytes, NOT_IN_DUMPS);
    }

    /** A system that does not know the advice goes on without. */
    private static void advise(long address, long bytes, int advice) {
        try {
            if (MADVISE != null) {
                int _ = (int) MADVISE.invokeExact(address, bytes, advice);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Null where there is no such call, or native code may not be called. */
    private static @Nullable MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return null;
        }
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find(name)
                    .map(address -> linker.downcallHandle(address, FunctionDescriptor.of(result, arguments)))
                    .orElse(null);
        } catch (IllegalCallerException forbidden) {
            return null;
        }
    }

    private static AssertionError unexpected(Throwable e) {
        return new AssertionError("a call of the system does not throw", e);
    }
}
