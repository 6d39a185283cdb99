package dev.stead.matcher.index.nativememory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The few system calls of Linux for memory that Java does not offer. The constants are those of amd64 and of 64-bit ARM. Nothing depends on
 * these calls: on other systems, and where the system refuses, each does nothing. Thread-safe.
 */
@SuppressWarnings("restricted") // system calls are what this class is for
final class Linux {
    /** Instead of an address. */
    static final long NO_ADDRESS = 0;

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

    /** Maps new, private memory of zeros, aligned to a page; {@link #NO_ADDRESS} if the system refuses. */
    static long map(long bytes) {
        if (MMAP == null) {
            return NO_ADDRESS;
        }
        try {
            long address = (long) MMAP.invokeExact(0L, bytes, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            return address == FAILED ? NO_ADDRESS : address;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Unmaps what was mapped. */
    static void unmap(long address, long bytes) {
        try {
            if (MUNMAP != null && (int) MUNMAP.invokeExact(address, bytes) != 0) {
                throw new IllegalStateException("the system refuses to unmap memory that it mapped");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Makes memory executable and read-only; false if the system refuses. */
    static boolean makeExecutable(long address, long bytes) {
        try {
            return MPROTECT != null && (int) MPROTECT.invokeExact(address, bytes, READ_EXECUTE) == 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Advises pages of 2 MB instead of 4 kB. */
    static void adviseHugePages(long address, long bytes) {
        advise(address, bytes, HUGE_PAGES);
    }

    /** Leaves memory out of core dumps. */
    static void leaveOutOfDumps(long address, long bytes) {
        advise(address, bytes, NOT_IN_DUMPS);
    }

    /** A system that does not know the advice ignores it. */
    private static void advise(long address, long bytes, int advice) {
        try {
            if (MADVISE != null) {
                int _ = (int) MADVISE.invokeExact(address, bytes, advice);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Null where there is no such call, or where native code may not be called. */
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
        return new AssertionError("a system call does not throw", e);
    }
}
