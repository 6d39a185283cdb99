package dev.stead.mesh;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Keeps what a service knows from the other users and programs of its machine: the files that it makes are its own user's alone, and its
 * memory neither goes into a core dump nor is read by a debugger. Needs a POSIX system that lets native code be called; elsewhere, and
 * where the system refuses, each part does nothing.
 */
@SuppressWarnings("restricted") // system calls are what this class is for
public final class PrivateProcess {
    /** Takes every right from the group and from others. */
    private static final int OWNER_ONLY = 0077;
    /** The limit of a core dump's size, by its number on Linux and BSD. */
    private static final int CORE_LIMIT = 4;
    /** Linux: whether a process may be dumped, and with that whether one of the same user may read its memory. */
    private static final int SET_DUMPABLE = 4;

    private PrivateProcess() {}

    /** Makes this process private, for as long as it lives. */
    public static void begin() {
        call("umask", JAVA_INT, JAVA_INT).ifPresent(umask -> run(() -> (int) umask.invokeExact(OWNER_ONLY)));
        call("setrlimit", JAVA_INT, JAVA_INT, ADDRESS).ifPresent(setLimit -> run(() -> noCoreDump(setLimit)));
        if (System.getProperty("os.name").equals("Linux")) {
            call("prctl", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG)
                    .ifPresent(control -> run(() -> (int) control.invokeExact(SET_DUMPABLE, 0L, 0L, 0L, 0L)));
        }
    }

    private static int noCoreDump(MethodHandle setLimit) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            // The soft limit and the hard one, both 0.
            MemorySegment limits = arena.allocate(JAVA_LONG, 2);
            return (int) setLimit.invokeExact(CORE_LIMIT, limits);
        }
    }

    /** A call whose answer does not matter: what the system refuses is not had. */
    private interface SystemCall {
        int run() throws Throwable;
    }

    private static void run(SystemCall call) {
        try {
            int _ = call.run();
        } catch (Throwable e) {
            throw new AssertionError("a system call does not throw", e);
        }
    }

    private static Optional<MethodHandle> call(String name, MemoryLayout result, MemoryLayout... arguments) {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find(name)
                    .map(address -> linker.downcallHandle(address, FunctionDescriptor.of(result, arguments)));
        } catch (IllegalCallerException | UnsupportedOperationException forbidden) {
            return Optional.empty();
        }
    }
}
