package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows are lost on purpose, as a fault or a broken memory might; the audit finds and mends them, and blames nobody else. */
class AuditTest {
    private static final int DIMENSION = 64;
    private static final int ROWS = 2_500;
    private static final long SEED = 61;

    private final Random random = new Random(SEED);
    private final Map<Integer, float[]> vectors = new HashMap<>();

    enum Damage {
        /** Its sketch is overwritten, the books still name its place. */
        WIPED {
            @Override
            void to(Partitions partitions, int ordinal) {
                forPlaceOf(partitions, ordinal, partitions.sketches()::wipe);
            }
        },
        /** Its sketch is that of another vector. */
        GARBLED {
            @Override
            void to(Partitions partitions, int ordinal) {
                float[] other = new float[partitions.centroids().head()];
                forPlaceOf(
                        partitions,
                        ordinal,
                        (page, row) -> partitions.sketches().write(page, row, ordinal, other));
            }
        },
        /** No partition has it. */
        FORGOTTEN {
            @Override
            void to(Partitions partitions, int ordinal) {
                partitions.remove(ordinal);
            }
        };

        abstract void to(Partitions partitions, int ordinal);

        private interface Place {
            void at(int page, int row);
        }

        private static void forPlaceOf(Partitions partitions, int ordinal, Place harm) {
            int first = partitions.firstPage(partitions.partition(ordinal));
            for (int page = first; page != Partitions.NO_PAGE; page = partitions.pageAfter(page)) {
                for (int row = 0; row < Sketches.PAGE_ROWS; row++) {
                    if (partitions.sketches().ordinal(page, row) == ordinal) {
                        harm.at(page, row);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWasLostIsFoundAgainAndCounted(Damage damage) {
        try (SteadIndex index = index()) {
            var audit = new Audit(index);
            assertThat(audit.round(ROWS)).isEqualTo(ROWS);
            assertThat(audit.repaired()).as("before the damage, seed %d", SEED).isZero();
            int[] victims = random.ints(0, ROWS).distinct().limit(20).toArray();
            for (int victim : victims) {
                damage.to(partitions(index), victim);
            }
            int missing = missing(index, victims);
            assertThat(missing).as("%s, seed %d", damage, SEED).isPositive();

            assertThat(audit.round(ROWS)).isEqualTo(ROWS);

            assertThat(missing(index, victims)).as("%s, seed %d", damage, SEED).isZero();
            assertThat(audit.repaired()).isEqualTo(missing);
            assertThat(audit.lost()).isZero();
            assertThat(audit.rows()).isEqualTo(2 * ROWS);
            audit.round(ROWS);
            assertThat(audit.repaired()).as("nothing is left to repair").isEqualTo(missing);
            assertThat(index.size()).isEqualTo(ROWS);
        }
    }

    @Test
    void aRoundIsBoundedAndTheNextOneGoesOnWhereItStopped() {
        try (SteadIndex index = index()) {
            var audit = new Audit(index);
            int victim = 1_700;
            Damage.FORGOTTEN.to(partitions(index), victim);
            for (int round = 0; round < 17; round++) {
                assertThat(audit.round(100)).isEqualTo(100);
                assertThat(audit.repaired()).isZero();
            }
            assertThat(audit.round(100)).isEqualTo(100);
            assertThat(audit.repaired()).isOne();
            assertThat(audit.rows()).isEqualTo(1_800);
            for (int ordinal = 0; ordinal < ROWS - 10; ordinal++) {
                index.erase(ordinal);
            }
            assertThat(audit.round(100)).as("of ten that are left").isEqualTo(10);
        }
    }

    @Test
    void manyOfTheSameAreNotTakenForLost() {
        float[] one = Galleries.FULL_RANK.vector(random, DIMENSION);
        try (SteadIndex index = index()) {
            for (int ordinal = 0; ordinal < 60; ordinal++) {
                index.put(ordinal, Galleries.segment(one));
            }
            var audit = new Audit(index);
            audit.round(ROWS);
            assertThat(audit.repaired()).isZero();
        }
    }

    @Test
    void aSmallOrClosedIndexNeedsNone() {
        var small = new SteadIndex(DIMENSION, Kernels.best(), 1);
        small.put(0, Galleries.segment(Galleries.FULL_RANK.vector(random, DIMENSION)));
        assertThat(new Audit(small).round(10)).isZero();
        small.close();
        SteadIndex closed = index();
        closed.close();
        assertThat(new Audit(closed).round(10)).isZero();
    }

    /** Rows that are replaced, erased or rearranged while they are searched for are not blamed on the index. */
    @Test
    void blamesNobodyWhileTheIndexChangesAndEndsWhenItIsClosed() throws Exception {
        SteadIndex index = index();
        var audit = new Audit(index);
        var done = new AtomicBoolean();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> rounds = threads.submit(() -> {
                int count = 0;
                while (!done.get()) {
                    audit.round(200);
                    count++;
                }
                return count;
            });
            for (int step = 0; step < 15_000; step++) {
                int ordinal = random.nextInt(3 * ROWS);
                if (random.nextInt(4) == 0) {
                    index.erase(ordinal);
                } else {
                    index.put(ordinal, Galleries.segment(Galleries.LOW_RANK.vector(random, DIMENSION)));
                }
            }
            index.close();
            done.set(true);
            assertThat(rounds.get()).isPositive();
        }
        assertThat(audit.rows()).isPositive();
        assertThat(audit.repaired()).as("%s, seed %d", audit, SEED).isZero();
    }

    private SteadIndex index() {
        var index = new SteadIndex(DIMENSION, Kernels.best(), SEED);
        for (int ordinal = 0; ordinal < ROWS; ordinal++) {
            float[] vector = Galleries.LOW_RANK.vector(random, DIMENSION);
            vectors.put(ordinal, vector);
            index.put(ordinal, Galleries.segment(vector));
        }
        index.settle();
        return index;
    }

    private int missing(SteadIndex index, int[] ordinals) {
        var found = new Neighbours(3);
        int missing = 0;
        for (int ordinal : ordinals) {
            float[] vector = vectors.getOrDefault(ordinal, new float[0]);
            index.search(Galleries.segment(vector), found);
            missing += found.contains(ordinal) ? 0 : 1;
        }
        return missing;
    }

    private static Partitions partitions(SteadIndex index) {
        Generation now = index.current();
        if (now == null) {
            throw new AssertionError("not arranged");
        }
        return now.searchable();
    }
}
