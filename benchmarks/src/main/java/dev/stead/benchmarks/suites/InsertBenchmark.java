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
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One insertion of 512 dimensions, through the matcher's port, alone and beside a thread that searches without a pause; and that search,
 * alone and beside the thread that inserts without a pause. {@code FLAT} is the baseline: it only copies a row.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class InsertBenchmark {
    private static final int DIMENSION = 512;
    private static final int PROBES = 256;
    private static final int K = 10;
    /** A cycle of new ordinals: after the first round each insertion replaces one, so the gallery keeps its size. */
    private static final int NEWCOMERS = 512;

    @Param({"FLAT", "HNSWLIB", "STEAD"})
    Engines engine;

    @Param("10000")
    int rows;

    private PortEngine opened;
    private VectorIndex index;
    private MemorySegment[] newcomers;
    private MemorySegment[] probes;

    /** One thread's position in the newcomers and probes, and its result buffer. */
    @State(Scope.Thread)
    public static class Turn {
        private final Neighbours found = new Neighbours(K);
        private int next;
    }

    @Setup
    public void setUp() {
        Population people = new Population(DIMENSION, 1);
        opened = PortEngine.of(engine, DIMENSION);
        index = opened.index();
        for (int row = 0; row < rows; row++) {
            index.put(row, MemorySegment.ofArray(people.sample(row, 0)));
        }
        opened.settle();
        newcomers = new MemorySegment[NEWCOMERS];
        for (int i = 0; i < NEWCOMERS; i++) {
            newcomers[i] = MemorySegment.ofArray(people.sample(rows + i, 0));
        }
        probes = new MemorySegment[PROBES];
        for (int p = 0; p < PROBES; p++) {
            probes[p] = MemorySegment.ofArray(people.sample(p * 7L % rows, p + 1L));
        }
    }

    @TearDown
    public void tearDown() {
        opened.close();
    }

    @Benchmark
    public long insertAlone(Turn turn) {
        return insert(turn);
    }

    @Benchmark
    public int searchAlone(Turn turn) {
        return search(turn);
    }

    @Benchmark
    @Group("together")
    @GroupThreads(1)
    public long insertBesideSearches(Turn turn) {
        return insert(turn);
    }

    @Benchmark
    @Group("together")
    @GroupThreads(1)
    public int searchBesideInserts(Turn turn) {
        return search(turn);
    }

    private long insert(Turn turn) {
        int newcomer = turn.next++ & (NEWCOMERS - 1);
        return index.put(rows + newcomer, newcomers[newcomer]);
    }

    private int search(Turn turn) {
        index.search(probes[turn.next++ & (PROBES - 1)], turn.found);
        return turn.found.ordinal(0);
    }
}
