package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes and goes: a row is in exactly one place, of its own partition; places are used again. */
class PartitionsTest {
    private static final int HEAD = 64;
    private static final int COUNT = 12;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyRowIsInExactlyOnePlaceAfterAnyChanges(long seed) {
        Random random = new Random(seed);
        Map<Integer, Integer> model = new HashMap<>();
        try (Partitions partitions = partitions(random)) {
            for (int step = 0; step < 12_000; step++) {
                int ordinal = random.nextInt(3_000);
                if (model.containsKey(ordinal) || random.nextInt(8) == 0) {
                    partitions.remove(ordinal);
                    model.remove(ordinal);
                } else {
                    int partition = (int) Math.abs(random.nextGaussian() * 3) % COUNT;
                    partitions.add(ordinal, partition, Galleries.FULL_RANK.vector(random, HEAD));
                    model.put(ordinal, partition);
                }
                if (step % 1_000 == 999) {
                    assertThat(held(partitions))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(new TreeMap<>(model));
                }
            }
            for (int ordinal = 0; ordinal < 3_100; ordinal++) {
                assertThat(partitions.contains(ordinal)).isEqualTo(model.containsKey(ordinal));
                if (partitions.contains(ordinal)) {
                    assertThat(partitions.partition(ordinal)).isEqualTo(model.get(ordinal));
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4})
    void tenTurnoversTakeNoMorePagesThanOne(long seed) {
        Random random = new Random(seed);
        float[] vector = Galleries.FULL_RANK.vector(random, HEAD);
        try (Partitions partitions = partitions(random)) {
            int pages = 0;
            for (int turnover = 0; turnover < 10; turnover++) {
                for (int ordinal = 0; ordinal < 4_000; ordinal++) {
                    partitions.add(ordinal, ordinal % COUNT, vector);
                }
                if (turnover == 0) {
                    pages = pages(partitions);
                    assertThat(pages).isEqualTo(COUNT * (4_000 / COUNT / Sketches.PAGE_ROWS + 1));
                }
                for (int ordinal = 0; ordinal < 4_000; ordinal++) {
                    partitions.remove(ordinal);
                }
                assertThat(held(partitions)).isEmpty();
            }
            assertThat(pages(partitions)).as("pages, seed %d", seed).isEqualTo(pages);
        }
    }

    private static Partitions partitions(Random random) {
        Centroids centroids = Spaces.centroids(COUNT, HEAD, random);
        return new Partitions(centroids, new CentroidGraph(centroids, Kernels.best(), random), HEAD);
    }

    /** What a search would meet: each ordinal with its partition; fails at one that is met twice. */
    private static Map<Integer, Integer> held(Partitions partitions) {
        Map<Integer, Integer> held = new TreeMap<>();
        var probe = new SketchedProbe(HEAD, HEAD);
        probe.set(new float[HEAD]);
        for (int p = 0; p < COUNT; p++) {
            for (int page = partitions.firstPage(p); page != Partitions.NO_PAGE; page = partitions.pageAfter(page)) {
                long reaching = partitions.sketches().mayReach(Kernels.best(), page, probe, -100);
                for (int row = 0; row < Sketches.PAGE_ROWS; row++) {
                    int ordinal = partitions.sketches().ordinal(page, row);
                    assertThat(ordinal >= 0)
                            .as("a row is somebody's or reaches nothing")
                            .isEqualTo((reaching >>> row & 1) != 0);
                    if (ordinal >= 0) {
                        assertThat(held.put(ordinal, p))
                                .as("met twice: %d", ordinal)
                                .isNull();
                    }
                }
            }
        }
        return held;
    }

    private static int pages(Partitions partitions) {
        int pages = 0;
        for (int p = 0; p < COUNT; p++) {
            for (int page = partitions.firstPage(p); page != Partitions.NO_PAGE; page = partitions.pageAfter(page)) {
                pages++;
            }
        }
        return pages;
    }
}
