package dev.stead.benchmarks.suites;

import dev.stead.benchmarks.data.Dot;
import dev.stead.benchmarks.data.Population;
import dev.stead.matcher.index.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One inner product of two rows that are in the first-level cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class SimilarityBenchmark {
    @Param({"128", "256", "512", "1024"})
    int dimension;

    private float[] a;
    private float[] b;
    private MemorySegment nativeA;
    private MemorySegment nativeB;
    private Kernels kernels;

    @Setup
    public void setUp() {
        Population people = new Population(dimension, 1);
        a = people.sample(1, 0);
        b = people.sample(2, 0);
        nativeA = offHeap(a);
        nativeB = offHeap(b);
        kernels = Kernels.best();
    }

    /** The baseline: a plain loop, which Java may not vectorise, for that would change the order of the sum. */
    @Benchmark
    public float plainLoop() {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The Vector API over heap arrays. */
    @Benchmark
    public float vectorsOfArrays() {
        return Dot.of(a, 0, b, 0, dimension);
    }

    /** The kernels that the matcher chose at start-up, over native memory. */
    @Benchmark
    public float kernel() {
        return kernels.dot(nativeA, 0, nativeB, 0, dimension);
    }

    private static MemorySegment offHeap(float[] row) {
        MemorySegment segment = Arena.ofAuto().allocate(4L * row.length, 64);
        MemorySegment.copy(row, 0, segment, ValueLayout.JAVA_FLOAT, 0, row.length);
        return segment;
    }
}
