package dev.stead.matcher.index;

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

/** The filter that every row of a scan passes through: one page of 64 sketches, in the order of a scan, which is any. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SketchBenchmark.RUN)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class SketchBenchmark {
    /** Pages that are read in one invocation; figures are of one. */
    static final int RUN = 16;

    /** Number of distinct sketches; a sketch's content does not affect its time. */
    private static final int RESIDUALS = 1_021;

    @Param({"128", "192", "320"})
    int sketched;

    /** A multiple of {@link #RUN}. 16 stay in the caches of a core; 16,384 hold 1,048,576 rows, 24 MiB at 128 components. */
    @Param({"16", "16384"})
    int pages;

    private final Kernels scalar = new ScalarKernels();
    private final Kernels best = Kernels.best();
    private Sketches sketches;
    private SketchedProbe probe;
    private int[] order;
    private int at;

    @Setup
    public void setUp() {
        var random = new SplittableRandom(1);
        float[][] residuals = new float[RESIDUALS][];
        for (int i = 0; i < RESIDUALS; i++) {
            residuals[i] = PageRuns.vector(random, sketched);
        }
        sketches = new Sketches(sketched);
        for (int row = 0; row < pages * Sketches.PAGE_ROWS; row++) {
            int page = row % Sketches.PAGE_ROWS == 0 ? sketches.allocate() : row / Sketches.PAGE_ROWS;
            sketches.write(page, row % Sketches.PAGE_ROWS, row, residuals[row % RESIDUALS]);
        }
        probe = PageRuns.probe(random, sketched);
        order = PageRuns.order(random, pages);
    }

    @TearDown
    public void tearDown() {
        sketches.close();
    }

    /** The baseline: plain loops. */
    @Benchmark
    public long plain() {
        return read(scalar);
    }

    /** The kernels that the matcher chose at start-up. */
    @Benchmark
    public long kernel() {
        return read(best);
    }

    private long read(Kernels kernels) {
        long reaching = 0;
        for (int i = 0; i < RUN; i++) {
            int page = order[at];
            at = at + 1 == pages ? 0 : at + 1;
            reaching ^= sketches.mayReach(kernels, page, probe, PageRuns.NEEDED);
        }
        return reaching;
    }
}
