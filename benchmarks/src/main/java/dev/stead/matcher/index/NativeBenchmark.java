package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.stead.matcher.index.nativememory.Prefetch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Whether native code would pay off: the kernels that the matcher chose at start-up, each beside the same in C. A kernel in C that
 * does not compute what the plain loops do fails the set-up.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-ups
public class NativeBenchmark {
    /** Rows of the matrix that a vector is multiplied with. */
    private static final int ROWS = 64;

    /** Pages that are read in one invocation; figures are of one. */
    private static final int RUN = 16;

    /** A vector, and what it is multiplied with. */
    @State(Scope.Thread)
    public static class Products {
        @Param({"192", "320", "512"})
        int length;

        private final Kernels kernels = Kernels.best();
        private final Kernels scalar = new ScalarKernels();
        private final float[] products = new float[ROWS];
        private final MemorySegment productsSegment = MemorySegment.ofArray(products);
        private KernelsInC inC;
        private float[] vector;
        private MemorySegment vectorSegment;
        private byte[] bytes;
        private MemorySegment bytesSegment;
        private int bytesSum;
        private MemorySegment codes;
        private MemorySegment matrix;

        @Setup
        public void setUp() {
            var random = new SplittableRandom(1);
            inC = KernelsInC.compiledBy(KernelsInC.COMPILER);
            vector = PageRuns.vector(random, length);
            vectorSegment = MemorySegment.ofArray(vector);
            bytes = new byte[length];
            random.nextBytes(bytes);
            bytesSegment = MemorySegment.ofArray(bytes);
            codes = Arena.ofAuto().allocate(length, 64);
            matrix = Arena.ofAuto().allocate((long) Float.BYTES * length * ROWS, 64);
            for (int i = 0; i < length; i++) {
                bytesSum += bytes[i];
                codes.set(JAVA_BYTE, i, (byte) random.nextInt());
            }
            for (int row = 0; row < ROWS; row++) {
                long at = (long) Float.BYTES * length * row;
                MemorySegment.copy(PageRuns.vector(random, length), 0, matrix, JAVA_FLOAT, at, length);
            }
            check();
        }

        private void check() {
            agree(scalar.codeDot(vector, 0, codes, 0, length), inC.codeDot(vectorSegment, codes.address(), length));
            float[] whole = new float[length];
            for (int i = 0; i < length; i++) {
                whole[i] = bytes[i];
            }
            // Below 2^24, so a float holds it exactly.
            agree(
                    scalar.codeDot(whole, 0, codes, 0, length),
                    inC.codeDotInIntegers(bytesSegment, bytesSum, codes.address(), length));
            inC.project(vectorSegment, length, matrix.address(), ROWS, productsSegment);
            float[] expected = new float[ROWS];
            scalar.project(vector, matrix, 0, expected, 0, ROWS);
            for (int row = 0; row < ROWS; row++) {
                agree(expected[row], products[row]);
            }
        }

        private static void agree(float expected, float found) {
            if (!(Math.abs(expected - found) <= 1e-5f * Math.max(1, Math.abs(expected)))) {
                throw new IllegalStateException("C computes " + found + " where it is " + expected);
            }
        }

        @TearDown
        public void tearDown() {
            inC.close();
        }
    }

    /** Pages of sketches in one piece of memory. */
    @State(Scope.Thread)
    public static class Pages {
        private static final int HEAD = 128;
        private static final int WORDS = HEAD / Long.SIZE;
        private static final long BYTES = Sketches.pageBytes(WORDS);

        /** A multiple of {@link #RUN}. 16 stay in the caches of a core; 16,384 hold 1,048,576 rows in 24 MiB. */
        @Param({"16", "16384"})
        int pages;

        /** Whether the next page is asked for before this one is read: in C on the way, in Java by {@link Prefetch}. */
        @Param({"false", "true"})
        boolean ahead;

        private final Kernels kernels = Kernels.best();
        private final long[] reaching = new long[RUN];
        private final MemorySegment reachingSegment = MemorySegment.ofArray(reaching);
        private KernelsInC inC;
        private MemorySegment memory;
        private SketchedProbe probe;
        private MemorySegment planes;
        private int[] order;
        private MemorySegment orderSegment;
        private int at;

        @Setup
        public void setUp() {
            var random = new SplittableRandom(1);
            inC = KernelsInC.compiledBy(KernelsInC.COMPILER);
            memory = Arena.ofAuto().allocate(pages * BYTES, 64);
            PageRuns.fill(random, memory, WORDS);
            probe = PageRuns.probe(random, HEAD);
            planes = planes(probe);
            order = PageRuns.order(random, pages);
            orderSegment = MemorySegment.ofArray(order);
            check();
        }

        private static MemorySegment planes(SketchedProbe probe) {
            long[] planes = new long[WORDS * SketchedProbe.PLANES];
            Arrays.setAll(planes, i -> probe.plane(i / SketchedProbe.PLANES, i % SketchedProbe.PLANES));
            return MemorySegment.ofArray(planes);
        }

        private void check() {
            Kernels scalar = new ScalarKernels();
            MemorySegment run = orderSegment.asSlice(0, (long) RUN * Integer.BYTES);
            inC.mayReachEach(memory.address(), run, ahead, probe, planes, PageRuns.NEEDED, reachingSegment);
            long any = 0;
            for (int i = 0; i < RUN; i++) {
                long expected = scalar.mayReach(memory, order[i] * BYTES, probe, PageRuns.NEEDED);
                long one = inC.mayReach(address(order[i]), 0, probe, planes, PageRuns.NEEDED);
                if (one != expected || reaching[i] != expected) {
                    throw new IllegalStateException(
                            "C finds rows %x and %x where it is %x".formatted(one, reaching[i], expected));
                }
                any |= expected;
            }
            if (any == 0 || any == -1) {
                throw new IllegalStateException("no row or every row reaches: nothing is shown by that");
            }
        }

        private int next() {
            at = at + 1 == pages ? 0 : at + 1;
            return order[at];
        }

        private long address(int page) {
            return memory.address() + page * BYTES;
        }

        @TearDown
        public void tearDown() {
            inC.close();
        }
    }

    @Benchmark
    public float codes(Products in) {
        return in.kernels.codeDot(in.vector, 0, in.codes, 0, in.length);
    }

    @Benchmark
    public float codesInC(Products in) {
        return in.inC.codeDot(in.vectorSegment, in.codes.address(), in.length);
    }

    /** Of a probe in eight bits, which Java's Vector API has no instruction for. */
    @Benchmark
    public int codesByIntegersInC(Products in) {
        return in.inC.codeDotInIntegers(in.bytesSegment, in.bytesSum, in.codes.address(), in.length);
    }

    @Benchmark
    public float matrix(Products in) {
        in.kernels.project(in.vector, in.matrix, 0, in.products, 0, ROWS);
        return in.products[ROWS - 1];
    }

    @Benchmark
    public float matrixInC(Products in) {
        in.inC.project(in.vectorSegment, in.length, in.matrix.address(), ROWS, in.productsSegment);
        return in.products[ROWS - 1];
    }

    @Benchmark
    @OperationsPerInvocation(RUN)
    public long pages(Pages in) {
        long reaching = 0;
        for (int i = 0; i < RUN; i++) {
            int page = in.order[in.at];
            int next = in.next();
            if (in.ahead) {
                Prefetch.of(in.memory, next * Pages.BYTES, Pages.BYTES);
            }
            reaching ^= in.kernels.mayReach(in.memory, page * Pages.BYTES, in.probe, PageRuns.NEEDED);
        }
        return reaching;
    }

    @Benchmark
    @OperationsPerInvocation(RUN)
    public long pagesInC(Pages in) {
        long reaching = 0;
        for (int i = 0; i < RUN; i++) {
            long page = in.address(in.order[in.at]);
            long next = in.address(in.next());
            reaching ^= in.inC.mayReach(page, in.ahead ? next : 0, in.probe, in.planes, PageRuns.NEEDED);
        }
        return reaching;
    }

    /** One call for a whole run. */
    @Benchmark
    @OperationsPerInvocation(RUN)
    public long runsInC(Pages in) {
        MemorySegment run = in.orderSegment.asSlice((long) in.at * Integer.BYTES, (long) RUN * Integer.BYTES);
        in.inC.mayReachEach(
                in.memory.address(), run, in.ahead, in.probe, in.planes, PageRuns.NEEDED, in.reachingSegment);
        in.at = in.at + RUN == in.pages ? 0 : in.at + RUN;
        return in.reaching[0];
    }
}
