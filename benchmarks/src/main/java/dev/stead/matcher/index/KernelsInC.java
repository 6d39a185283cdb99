package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The kernels in C, compiled for this very processor when a benchmark begins. Each call is critical: the thread stays in Java's state, so
 * a call costs some nanoseconds and arrays need no copy, but the garbage collector waits for its end.
 *
 * <p>Memory outside of the heap is given by its address: a segment of a shared arena would be acquired and released with each call. The
 * caller sees to it that the memory is there. Owns the library.
 */
@SuppressWarnings("restricted") // native code is what this class is for
final class KernelsInC implements AutoCloseable {
    static final String COMPILER = "cc";

    private static final MethodHandle CODE_DOT =
            critical(FunctionDescriptor.of(JAVA_FLOAT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CODE_DOT_IN_INTEGERS =
            critical(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle PROJECT =
            critical(FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS));
    private static final MethodHandle MAY_REACH = critical(FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT));
    private static final MethodHandle MAY_REACH_EACH = critical(FunctionDescriptor.ofVoid(
            JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT, ADDRESS));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment codeDot;
    private final MemorySegment codeDotInIntegers;
    private final MemorySegment project;
    private final MemorySegment mayReach;
    private final MemorySegment mayReachEach;

    private KernelsInC(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, arena);
        codeDot = symbols.findOrThrow("code_dot");
        codeDotInIntegers = symbols.findOrThrow("code_dot_in_integers");
        project = symbols.findOrThrow("project");
        mayReach = symbols.findOrThrow("may_reach");
        mayReachEach = symbols.findOrThrow("may_reach_each");
    }

    /** @throws IllegalStateException with the reason and what to do, if there is no such compiler or it refuses */
    static KernelsInC compiledBy(String compiler) {
        try {
            Path folder = Files.createTempDirectory("stead-kernels");
            Path source = folder.resolve("kernels.c");
            Path library = folder.resolve("kernels.so");
            try {
                copySource(source);
                compile(compiler, source, library);
                return new KernelsInC(library);
            } finally {
                // Once loaded, it is there without its file.
                Files.deleteIfExists(library);
                Files.deleteIfExists(source);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copySource(Path to) throws IOException {
        try (InputStream source = Objects.requireNonNull(KernelsInC.class.getResourceAsStream("kernels.c"))) {
            Files.copy(source, to);
        }
    }

    private static void compile(String compiler, Path source, Path library) {
        var command = new ProcessBuilder(
                compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", library.toString(), source.toString());
        try {
            int code = command.inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("'%s' ended with %s; what it says is above. GCC 12 can do it."
                        .formatted(String.join(" ", command.command()), code));
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "There is no C compiler '%s' (%s): install one (Debian: apt-get install gcc), or leave these out (-e NativeBenchmark)."
                            .formatted(compiler, e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while '%s' ran".formatted(compiler), e);
        }
    }

    private static MethodHandle critical(FunctionDescriptor function) {
        return Linker.nativeLinker().downcallHandle(function, Linker.Option.critical(true));
    }

    /** As {@link Kernels#codeDot}, from the probe's begin on. */
    float codeDot(MemorySegment probe, long codes, int length) {
        try {
            return (float) CODE_DOT.invokeExact(codeDot, probe, codes, length);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** The same of a probe of signed bytes whose sum is known. */
    int codeDotInIntegers(MemorySegment probe, int sum, long codes, int length) {
        try {
            return (int) CODE_DOT_IN_INTEGERS.invokeExact(codeDotInIntegers, probe, sum, codes, length);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** As {@link Kernels#project}, into the begin of {@code products}; {@code rows} is a multiple of four. */
    void project(MemorySegment vector, int length, long matrix, int rows, MemorySegment products) {
        try {
            PROJECT.invokeExact(project, vector, length, matrix, rows, products);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** As {@link Kernels#mayReach}, and asks for the memory of the page {@code next} on the way, unless that is 0. */
    long mayReach(long page, long next, SketchedProbe probe, MemorySegment planes, float needed) {
        try {
            return (long) MAY_REACH.invokeExact(
                    mayReach, page, next, planes, probe.words(), probe.scale(), probe.shift(), needed);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** The same of many pages in one call; {@code order} tells which of those that lie from the address on. */
    void mayReachEach(
            long pages,
            MemorySegment order,
            boolean ahead,
            SketchedProbe probe,
            MemorySegment planes,
            float needed,
            MemorySegment reaching) {
        int count = (int) (order.byteSize() / Integer.BYTES);
        try {
            MAY_REACH_EACH.invokeExact(
                    mayReachEach,
                    pages,
                    order,
                    count,
                    ahead ? 1 : 0,
                    planes,
                    probe.words(),
                    probe.scale(),
                    probe.shift(),
                    needed,
                    reaching);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static AssertionError failed(Throwable e) {
        return new AssertionError("a call of C does not throw", e);
    }

    @Override
    public void close() {
        arena.close();
    }
}
