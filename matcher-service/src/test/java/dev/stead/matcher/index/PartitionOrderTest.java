package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionOrderTest {
    private static final int HEAD = 192;
    private static final int SKETCHED = 128;
    private static final int PROBES = 50;
    /** How wide a bucket is, and a rounding. */
    private static final float APART = 2f / 256 + 1e-5f;

    private final Random random = new Random(3);
    private final Kernels kernels = Kernels.best();
    private final List<Partitions> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Partitions::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 64, 65, 1_000})
    void givesEveryPartitionOnceWithItsMean(int count) {
        Partitions partitions = partitions(count);
        var order = new PartitionOrder(partitions, SKETCHED, kernels);
        for (int round = 0; round < 20; round++) {
            float[] rotated = probe();
            List<Integer> met = new ArrayList<>();
            for (begin(order, rotated, round % 4 == 0); order.next(); ) {
                met.add(order.partition());
                assertThat(order.mean())
                        .isCloseTo(
                                partitions.centroids().similarity(kernels, rotated, order.partition()), within(1e-5f));
            }
            assertThat(met)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, count).boxed().toList());
            assertThat(order.upcoming()).isEqualTo(Partitions.NO_PARTITION);
        }
    }

    /** Some come a level late, hardly any by more than the spread of all: of these vectors of few dimensions a sketch says little. */
    @ParameterizedTest
    @ValueSource(ints = {300, 2_000})
    void goesFromTheNearestOn(int count) {
        Partitions partitions = partitions(count);
        var order = new PartitionOrder(partitions, SKETCHED, kernels);
        int late = 0;
        int veryLate = 0;
        for (int round = 0; round < PROBES; round++) {
            float[] probe = probe();
            float spread = partitions.centroids().spread(probe);
            float least = 2;
            for (begin(order, probe, false); order.next(); ) {
                late += order.mean() > least + APART ? 1 : 0;
                veryLate += order.mean() > least + APART + spread ? 1 : 0;
                least = Math.min(least, order.mean());
            }
        }
        assertThat(late).as("late of %d", PROBES * count).isLessThan(PROBES * count / 3);
        assertThat(veryLate).as("very late of %d", PROBES * count).isLessThan(PROBES * count / 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 2_000})
    void tellsWhichComesNext(int count) {
        var order = new PartitionOrder(partitions(count), SKETCHED, kernels);
        begin(order, probe(), false);
        while (order.next()) {
            int expected = order.upcoming();
            if (order.next()) {
                assertThat(order.partition()).isEqualTo(expected);
            } else {
                assertThat(expected).isEqualTo(Partitions.NO_PARTITION);
            }
        }
    }

    private void begin(PartitionOrder order, float[] rotated, boolean whole) {
        var probe = new SketchedProbe(SKETCHED, HEAD);
        probe.set(rotated);
        order.begin(rotated, probe, whole);
    }

    private float[] probe() {
        return Galleries.LOW_RANK.vector(random, HEAD);
    }

    private Partitions partitions(int count) {
        Centroids centroids = Spaces.centroids(count, HEAD, random);
        var partitions = new Partitions(centroids, new CentroidGraph(centroids, kernels, random), SKETCHED);
        opened.add(partitions);
        return partitions;
    }
}
