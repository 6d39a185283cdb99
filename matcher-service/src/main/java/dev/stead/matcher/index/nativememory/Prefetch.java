package dev.stead.matcher.index.nativememory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Asks the processor to fetch memory that will be read soon, without waiting for it. A search in a large gallery is bound by that wait, and
 * Java has nothing for it: a read in advance would stall as the read itself does.
 *
 * <p>So this is a function of one instruction in a loop, {@code prefetcht0}, written into a page of its own and called as C functions are.
 * The instruction never faults, whatever the address, and changes no result: without it (on another processor or system, or where the
 * kernel allows no new code) searches are correct, only slower. Resolved once. Thread-safe.
 */
@SuppressWarnings("restricted") // native code is what this class is for
public final class Prefetch {
    private static final long LINE = 64;

    private static final byte[] CODE = HexFormat.of()
            .parseHex(
                    "f30f1efa" //           endbr64
                            + "0f180f" //      again: prefetcht0 [rdi]
                            + "4883c740" //           add rdi, 64
                            + "4883ee40" //           sub rsi, 64
                            + "77f3" //               ja again
                            + "c3"); //               ret

    private static final @Nullable MethodHandle FUNCTION = resolve();

    private Prefetch() {}

    /** Whether {@link #of} has an effect on this machine. */
    public static boolean isAvailable() {
        return FUNCTION != null;
    }

    /** Prefetches each cache line that holds one of these bytes, and at least one line. */
    public static void of(MemorySegment memory, long offset, long bytes) {
        if (FUNCTION != null) {
            long at = memory.address() + offset;
            long line = at & -LINE;
            try {
                FUNCTION.invokeExact(line, at + bytes - line);
            } catch (Throwable e) {
                throw new AssertionError("a call of own machine code does not throw", e);
            }
        }
    }

    private static @Nullable MethodHandle resolve() {
        boolean known = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        return known ? mapped() : null;
    }

    private static @Nullable MethodHandle mapped() {
        long address = Linux.map(CODE.length);
        if (address == Linux.NO_ADDRESS) {
            return null;
        }
        MemorySegment code = MemorySegment.ofAddress(address).reinterpret(CODE.length);
        code.copyFrom(MemorySegment.ofArray(CODE));
        return Linux.makeExecutable(address, CODE.length)
                ? Linker.nativeLinker()
                        .downcallHandle(
                                code, FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG), Linker.Option.critical(false))
                : null;
    }
}
