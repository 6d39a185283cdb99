package dev.stead.benchmarks.suites;

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

/** The kernels of Stead's own engine on rows that are in the caches, each beside the plain loop that it must agree with. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class KernelBenchmark {
    /** Rows of the matrix that a vector is multiplied with. */
    private static final int ROWS = 64;

    @Param({"192", "320", "512"})
    int length;

    private float[] vector;
    private MemorySegment codes;
    private MemorySegment matrix;
    private float[] products;
    private Kernels kernels;

    @Setup
    public void setUp() {
        Population people = new Population(length, 1);
        vector = people.sample(1, 0);
        products = new float[ROWS];
        codes = Arena.ofAuto().allocate(length, 64);
        matrix = Arena.ofAuto().allocate((long) Float.BYTES * length * ROWS, 64);
        float[] other = people.sample(2, 0);
        for (int i = 0; i < length; i++) {
            codes.setAtIndex(ValueLayout.JAVA_BYTE, i, (byte) Math.round(127 * other[i]));
        }
        for (int row = 0; row < ROWS; row++) {
            MemorySegment.copy(
                    people.sample(3 + row, 0),
                    0,
                    matrix,
                    ValueLayout.JAVA_FLOAT,
                    (long) Float.BYTES * length * row,
                    length);
        }
        kernels = Kernels.best();
    }

    /** The baseline of {@link #codes}. */
    @Benchmark
    public float codesPlain() {
        float sum = 0;
        for (int i = 0; i < length; i++) {
            sum += vector[i] * codes.get(ValueLayout.JAVA_BYTE, i);
        }
        return sum;
    }

    /** Floats by eight-bit codes. */
    @Benchmark
    public float codes() {
        return kernels.codeDot(vector, 0, codes, 0, length);
    }

    /** The baseline of {@link #matrix}. */
    @Benchmark
    public float matrixPlain() {
        for (int row = 0; row < ROWS; row++) {
            float sum = 0;
            for (int i = 0; i < length; i++) {
                sum += vector[i] * matrix.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * length + i);
            }
            products[row] = sum;
        }
        return products[ROWS - 1];
    }

    /** A vector by 64 rows of a matrix. */
    @Benchmark
    public float matrix() {
        kernels.project(vector, matrix, 0, products, 0, ROWS);
        return products[ROWS - 1];
    }
}
