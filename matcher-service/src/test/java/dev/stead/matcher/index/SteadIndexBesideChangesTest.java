package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Searches, changes and rearrangements of Stead's engine, all together. {@code -Dengine.scale=10} makes it ten times as long. */
class SteadIndexBesideChangesTest {
    private static final int SCALE = Integer.getInteger("engine.scale", 1);
    private static final int DIMENSION = 64;
    private static final int WRITERS = 2;
    private static final int MAX_A_WRITER = 4_000;
    private static final Galleries KIND = Galleries.LOW_RANK;

    /** Each writer owns the ordinals that leave its number; what it has put it finds at once, what it has erased never again. */
    @Test
    void aWriterFindsWhatItPutAndNeverWhatItErased() throws Exception {
        var done = new AtomicBoolean();
        try (var index = new SteadIndex(DIMENSION, Kernels.best(), 5);
                var threads = Executors.newFixedThreadPool(WRITERS + 1)) {
            Future<Integer> reader = threads.submit(reader(index, done));
            List<Future<Integer>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                writers.add(threads.submit(writer(index, w)));
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isPositive();
            }
            done.set(true);
            assertThat(reader.get()).isPositive();
            index.settle();
            assertThat(index.current()).as("a generation").isNotNull();
        }
    }

    private static Callable<Integer> writer(SteadIndex index, int number) {
        return () -> {
            Random random = new Random(number);
            Map<Integer, float[]> mine = new HashMap<>();
            var found = new Neighbours(4);
            int steps = 9_000 * SCALE;
            for (int step = 0; step < steps; step++) {
                int k = random.nextInt(MAX_A_WRITER);
                int ordinal = k * WRITERS + number;
                float[] before = mine.get(k);
                boolean erase = before != null && random.nextInt(5) == 0;
                float[] vector = before != null && erase ? before : KIND.vector(random, DIMENSION);
                if (erase) {
                    index.erase(ordinal);
                    mine.remove(k);
                } else {
                    index.put(ordinal, Galleries.segment(vector));
                    mine.put(k, vector);
                }
                assertThat(index.contains(ordinal)).isEqualTo(!erase);
                if (step % 4 == 0) {
                    index.search(Galleries.segment(vector), found);
                    assertThat(ranks(found, ordinal))
                            .as("step %d, %s of %d, %s", step, erase ? "erasure" : "put", ordinal, index)
                            .isEqualTo(erase ? -1 : 0);
                }
            }
            return steps;
        };
    }

    private static Callable<Integer> reader(SteadIndex index, AtomicBoolean done) {
        return () -> {
            Random random = new Random(77);
            var found = new Neighbours(10);
            int searches = 0;
            for (; !done.get() || searches == 0; searches++) {
                float[] probe = KIND.vector(random, DIMENSION);
                index.search(Galleries.segment(probe), found);
                for (int rank = 0; rank < found.count(); rank++) {
                    assertThat(found.ordinal(rank)).isBetween(0, MAX_A_WRITER * WRITERS);
                    assertThat(found.similarity(rank)).isBetween(-1.001f, 1.001f);
                }
            }
            return searches;
        };
    }

    private static int ranks(Neighbours found, int ordinal) {
        for (int rank = 0; rank < found.count(); rank++) {
            if (found.ordinal(rank) == ordinal) {
                return rank;
            }
        }
        return -1;
    }

    /** Closing waits for whoever reads; a search that comes later says so. */
    @Test
    void closesDuringSearchesAndDuringARearrangement() throws Exception {
        Random random = new Random(8);
        for (int round = 0; round < 6; round++) {
            var index = new SteadIndex(DIMENSION, Kernels.best(), round);
            int rows = SteadIndex.SMALL + 64 * round;
            for (int ordinal = 0; ordinal < rows; ordinal++) {
                index.put(ordinal, Galleries.segment(KIND.vector(random, DIMENSION)));
            }
            if (round % 2 == 0) {
                index.settle();
            }
            try (var threads = Executors.newFixedThreadPool(2)) {
                Future<String> one = threads.submit(() -> searchUntilClosed(index));
                Future<String> other = threads.submit(() -> searchUntilClosed(index));
                index.close();
                assertThat(one.get()).isEqualTo("the index is closed");
                assertThat(other.get()).isEqualTo("the index is closed");
            }
        }
    }

    private static String searchUntilClosed(SteadIndex index) {
        float[] vector = KIND.vector(new Random(9), DIMENSION);
        var found = new Neighbours(4);
        try {
            while (true) {
                index.search(Galleries.segment(vector), found);
            }
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void erasingAllWhileItIsArrangedLeavesAnEmptyIndexThatWorks() {
        Random random = new Random(10);
        var failed = new AtomicReference<Throwable>();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failed.set(failure));
        try (var index = new SteadIndex(DIMENSION, Kernels.best(), 10)) {
            for (int round = 0; round < 3; round++) {
                for (int ordinal = 0; ordinal < SteadIndex.SMALL + 1; ordinal++) {
                    index.put(ordinal, Galleries.segment(KIND.vector(random, DIMENSION)));
                }
                for (int ordinal = 0; ordinal < SteadIndex.SMALL + 1; ordinal++) {
                    index.erase(ordinal);
                }
                index.settle();
                var found = new Neighbours(1);
                float[] vector = KIND.vector(random, DIMENSION);
                index.search(Galleries.segment(vector), found);
                assertThat(found.count()).isZero();
                index.put(3, Galleries.segment(vector));
                index.search(Galleries.segment(vector), found);
                assertThat(found.ordinal(0)).isEqualTo(3);
                assertThat(failed.get()).isNull();
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }

    /** New partitions over rows that stay where they are: what is replaced until the very moment they take over must lie in them. */
    @Test
    void rowsReplacedWhileTheyArePartitionedAnewAreFoundInTheNewPartitions() {
        Random random = new Random(11);
        try (var index = new SteadIndex(DIMENSION, Kernels.best(), 11)) {
            Map<Integer, float[]> rows = new HashMap<>();
            for (int ordinal = 0; ordinal < SteadIndex.SMALL; ordinal++) {
                put(index, rows, ordinal, random);
            }
            index.settle();
            assertThat(index.arrangements()).isEqualTo(1);
            VectorRows shared = current(index).rows();
            for (int ordinal = SteadIndex.SMALL; ordinal < 2 * SteadIndex.SMALL; ordinal++) {
                put(index, rows, ordinal, random);
            }
            int replaced = 0;
            for (; index.arrangements() == 1; replaced++) {
                put(index, rows, random.nextInt(rows.size()), random);
            }
            assertThat(replaced).as("replaced meanwhile").isGreaterThan(100);
            assertThat(current(index).rows()).as("the same rows").isSameAs(shared);
            var found = new Neighbours(1);
            rows.forEach((ordinal, vector) -> {
                index.search(Galleries.segment(vector), found);
                assertThat(found.ordinal(0)).as("%s", index).isEqualTo(ordinal);
            });
        }
    }

    /** An erasure reaches partitions that are still being made, though their rows are those of the partitions before. */
    @Test
    void rowsErasedWhileTheyArePartitionedAnewAreInNoPartition() {
        Random random = new Random(12);
        try (var index = new SteadIndex(DIMENSION, Kernels.best(), 12)) {
            Map<Integer, float[]> rows = new HashMap<>();
            for (int ordinal = 0; ordinal < SteadIndex.SMALL; ordinal++) {
                put(index, rows, ordinal, random);
            }
            index.settle();
            VectorRows shared = current(index).rows();
            for (int ordinal = SteadIndex.SMALL; ordinal < 2 * SteadIndex.SMALL; ordinal++) {
                put(index, rows, ordinal, random);
            }
            int erased = 0;
            while (index.arrangements() == 1) {
                int ordinal = random.nextInt(2 * SteadIndex.SMALL);
                if (rows.remove(ordinal) == null) {
                    put(index, rows, ordinal, random);
                } else {
                    index.erase(ordinal);
                    erased++;
                }
            }
            assertThat(erased).as("erased meanwhile").isGreaterThan(100);
            assertThat(current(index).rows()).as("the same rows").isSameAs(shared);
            assertThat(ordinals(current(index).searchable()))
                    .as("%s", index)
                    .containsExactlyInAnyOrderElementsOf(rows.keySet());
        }
    }

    /** What the sketches of all partitions name. */
    private static List<Integer> ordinals(Partitions partitions) {
        List<Integer> ordinals = new ArrayList<>();
        for (int p = 0; p < partitions.centroids().count(); p++) {
            for (int page = partitions.firstPage(p); page != Partitions.NO_PAGE; page = partitions.pageAfter(page)) {
                for (int row = 0; row < Sketches.PAGE_ROWS; row++) {
                    int ordinal = partitions.sketches().ordinal(page, row);
                    if (ordinal >= 0) {
                        ordinals.add(ordinal);
                    }
                }
            }
        }
        return ordinals;
    }

    private static void put(SteadIndex index, Map<Integer, float[]> rows, int ordinal, Random random) {
        float[] vector = KIND.vector(random, DIMENSION);
        index.put(ordinal, Galleries.segment(vector));
        rows.put(ordinal, vector);
    }

    private static Generation current(SteadIndex index) {
        return Objects.requireNonNull(index.current());
    }
}
