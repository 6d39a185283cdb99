package dev.stead.matcher.storage;

import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.Ordinals;
import dev.stead.matcher.index.SearchOracle;
import dev.stead.matcher.index.SteadIndex;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the live audit costs, printed: {@code LiveAuditFigures ROWS}. A row is a person's; a probe is like its row by about 0.7. The
 * vectors are synthetic, of 512 dimensions: the time of a search is not that of faces.
 */
final class LiveAuditFigures {
    private static final int DIMENSION = 512;
    private static final int RANK = 60;
    private static final int LIMIT = 9;
    private static final int PROBES = 200;
    private static final int NOTED = 20_000_000;

    private final Random random = new Random(25);
    private final float[][] basis = new float[RANK][DIMENSION];
    private final int rows;

    private LiveAuditFigures(int rows) {
        this.rows = rows;
        for (float[] direction : basis) {
            for (int i = 0; i < DIMENSION; i++) {
                direction[i] = (float) random.nextGaussian();
            }
        }
    }

    public static void main(String[] args) {
        new LiveAuditFigures(Integer.parseInt(args[0])).print();
    }

    private void print() {
        float[][] probes = new float[PROBES][];
        try (var index = new SteadIndex(DIMENSION, Kernels.best(), 1)) {
            for (int row = 0; row < rows; row++) {
                float[] vector = vector();
                index.put(row, MemorySegment.ofArray(unit(vector.clone())));
                if (row < PROBES) {
                    float[] other = vector();
                    for (int i = 0; i < DIMENSION; i++) {
                        vector[i] += other[i];
                    }
                    probes[row] = unit(vector);
                }
            }
            index.settle();
            for (double agreement : new double[] {0.9999, 0.999999, 0.99999999, 1}) {
                times(String.format(Locale.ROOT, "search, agreement %s", agreement), probes, probe -> {
                    var target =
                            agreement == 1 ? AccuracyTarget.EXHAUSTIVE : new AccuracyTarget(agreement, 0.05f, 0.5f);
                    index.search(probe, Ordinals.all(), target, new Neighbours(LIMIT));
                });
            }
            times("exact search", probes, probe -> exactly(index, probe, 0));
            times("exact search with pauses", Arrays.copyOf(probes, 10), probe -> exactly(index, probe, 1_000_000));
        }
        noted("a search is not audited", 0);
        noted("one in 200 is", 200);
    }

    private void exactly(SteadIndex index, MemorySegment probe, long pauseNanos) {
        var search = new SearchOracle(index, probe, LIMIT);
        for (int from = 0; from < rows; from += SearchOracle.PIECE) {
            search.compare(IntStream.range(from, Math.min(rows, from + SearchOracle.PIECE))
                    .toArray());
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    private interface Work {
        void on(MemorySegment probe);
    }

    private static void times(String what, float[][] probes, Work work) {
        var threads = ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 2; round++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long since = System.nanoTime();
            for (float[] probe : probes) {
                work.on(MemorySegment.ofArray(probe));
            }
            if (round == 1) {
                double micros = (System.nanoTime() - since) / 1e3 / probes.length;
                double busy = (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / probes.length;
                System.out.printf(Locale.ROOT, "%-32s %,12.1f us, %,12.1f us of a processor%n", what, micros, busy);
            }
        }
    }

    private void noted(String what, int oneIn) {
        var searches = new LiveSearches();
        if (oneIn > 0) {
            searches.take(oneIn, new SplittableRandom(1));
        }
        var probe = new Probe(Embedding.normalised(vector()));
        CandidateList nobody = CandidateList.of(Stream.empty(), 1);
        for (int round = 0; round < 2; round++) {
            long since = System.nanoTime();
            for (int i = 0; i < NOTED; i++) {
                searches.searched(probe, OperatingPoint.STANDARD, LIMIT, 0.9999, nobody);
            }
            if (round == 1) {
                double nanos = (System.nanoTime() - since) / (double) NOTED;
                System.out.printf(Locale.ROOT, "%-32s %,12.1f ns on a search's way%n", what, nanos);
            }
        }
    }

    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (int k = 0; k < RANK; k++) {
            float weight = (float) (random.nextGaussian() / (1 + k / 20.0));
            float[] direction = basis[k];
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] += weight * direction[i];
            }
        }
        return vector;
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float each : vector) {
            square += each * each;
        }
        float length = (float) Math.sqrt(square);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }
}
