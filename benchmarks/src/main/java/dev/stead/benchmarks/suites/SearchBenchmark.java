package dev.stead.benchmarks.suites;

import dev.stead.benchmarks.data.Population;
import dev.stead.benchmarks.engine.Engines;
import dev.stead.benchmarks.engine.PortEngine;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.VectorIndex;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One search of 512 dimensions for the ten most similar, through the matcher's port; 80 % of the probes are mated. {@code -prof gc} shows
 * the bytes that a search allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class SearchBenchmark {
    private static final int DIMENSION = 512;
    private static final int PROBES = 256;
    private static final int K = 10;
    private static final long STRANGER = 1L << 40;

    /** Which engine answers behind the port; {@code PLAIN} is the baseline. */
    public enum Kind {
        /** A loop of multiplications over one array, a running maximum: what a few lines of Java would do. */
        PLAIN,
        FLAT,
        HNSWLIB,
        STEAD
    }

    @Param({"PLAIN", "FLAT", "HNSWLIB", "STEAD"})
    Kind kind;

    @Param({"1000", "10000"})
    int rows;

    private PortEngine opened;
    private VectorIndex index;
    private float[] gallery;
    private float[][] probes;
    private MemorySegment[] segments;
    private int next;

    /** Where one thread's search puts its result. */
    @State(Scope.Thread)
    public static class Answer {
        private final Neighbours found = new Neighbours(K);
    }

    @Setup
    public void setUp() {
        Population people = new Population(DIMENSION, 1);
        opened = switch (kind) {
            case PLAIN, FLAT -> PortEngine.of(Engines.FLAT, DIMENSION);
            case HNSWLIB -> PortEngine.of(Engines.HNSWLIB, DIMENSION);
            case STEAD -> PortEngine.of(Engines.STEAD, DIMENSION);
        };
        index = opened.index();
        gallery = new float[kind == Kind.PLAIN ? rows * DIMENSION : 0];
        for (int row = 0; row < rows; row++) {
            float[] template = people.sample(row, 0);
            if (kind == Kind.PLAIN) {
                System.arraycopy(template, 0, gallery, row * DIMENSION, DIMENSION);
            } else {
                index.put(row, MemorySegment.ofArray(template));
            }
        }
        opened.settle();
        probes = new float[PROBES][];
        segments = new MemorySegment[PROBES];
        for (int p = 0; p < PROBES; p++) {
            boolean stranger = p % 5 == 4;
            probes[p] = people.sample(stranger ? STRANGER + p : p * 7L % rows, p + 1L);
            segments[p] = MemorySegment.ofArray(probes[p]);
        }
    }

    @TearDown
    public void tearDown() {
        opened.close();
    }

    @Benchmark
    public int search(Answer answer) {
        int probe = next++ & (PROBES - 1);
        if (kind == Kind.PLAIN) {
            return mostSimilar(probes[probe]);
        }
        index.search(segments[probe], answer.found);
        return answer.found.ordinal(0);
    }

    private int mostSimilar(float[] probe) {
        int best = -1;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int row = 0; row < rows; row++) {
            float sum = 0;
            int at = row * DIMENSION;
            for (int i = 0; i < DIMENSION; i++) {
                sum += gallery[at + i] * probe[i];
            }
            if (sum > greatest) {
                greatest = sum;
                best = row;
            }
        }
        return best;
    }
}
