package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Asks the processor to fetch memory that will be read soon, and does not wait for it. A large gallery's search is bound by that wait, and
 * Java has no instruction for it: a read in advance stalls like the read itself.
 *
 * <p>So this is a function of one instruction in a loop, {@code prefetcht0}, written into a page of its own and called as C is. The
 * instruction reads nothing, never faults, whatever the address, and changes no result: without it (another processor, another system, a
 * kernel that allows no new code) searches are as right, and slower. Resolved once. Thread-safe.
 */
@SuppressWarnings("restricted") // native code is what this class is for
final class Prefetch {
    private static final long LINE = 64;

    private static final byte[] CODE = HexFormat.of()
            .parseHex(
                    "f30f1efa" //           endbr64
                            + "0f180f" //      again: prefetcht0 [rdi]
                            + "4883c740" //           add rdi, 64
                            + "4883ee40" //           sub rsi, 64
                            + "77f3" //               ja again
                            + "c3"); //               ret

    // Of Linux on amd64.
    private static final int READ_WRITE = 0x1 | 0x2;
    private static final int READ_EXECUTE = 0x1 | 0x4;
    private static final int PRIVATE_ANONYMOUS = 0x02 | 0x20;
    private static final long FAILED = -1;

    private static final @Nullable MethodHandle FUNCTION = resolve();

    private Prefetch() {}

    /** Whether {@link #of} does anything. */
    static boolean isThere() {
        return FUNCTION != null;
    }

    /** Each cache line that holds one of these bytes; at least one. */
    static void of(MemorySegment memory, long offset, long bytes) {
        if (FUNCTION != null) {
            long at = memory.address() + offset;
            long line = at & -LINE;
            try {
                FUNCTION.invokeExact(line, at + bytes - line);
            } catch (Throwable e) {
                throw new AssertionError("a call of machine code does not throw", e);
            }
        }
    }

    private static @Nullable MethodHandle resolve() {
        boolean known = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        try {
            return known ? mapped() : null;
        } catch (Throwable e) {
            return null;
        }
    }

    private static @Nullable MethodHandle mapped() throws Throwable {
        Linker linker = Linker.nativeLinker();
        SymbolLookup system = linker.defaultLookup();
        MethodHandle map = linker.downcallHandle(
                system.findOrThrow("mmap"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        MethodHandle protect = linker.downcallHandle(
                system.findOrThrow("mprotect"), FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
        long address = (long) map.invokeExact(0L, (long) CODE.length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
        if (address == FAILED) {
            return null;
        }
        MemorySegment code = MemorySegment.ofAddress(address).reinterpret(CODE.length);
        code.copyFrom(MemorySegment.ofArray(CODE));
        if ((int) protect.invokeExact(address, (long) CODE.length, READ_EXECUTE) != 0) {
            return null;
        }
        return linker.downcallHandle(
                code, FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG), Linker.Option.critical(false));
    }
}
