package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searching the graph of the means against comparing all of them. */
class CentroidGraphTest {
    private static final int HEAD = 64;
    private static final Kernels KERNELS = Kernels.best();

    @ParameterizedTest(name = "{0} means, seed {1}")
    @CsvSource({"1, 1", "2, 2", "8, 3", "300, 4", "3000, 5"})
    void findsNearlyAlwaysTheNearestOfAll(int count, long seed) {
        Random random = new Random(seed);
        Centroids centroids = Spaces.centroids(count, HEAD, random);
        var graph = new CentroidGraph(centroids, KERNELS, random);
        var frontier = new SearchFrontier(16);
        int missed = 0;
        int searches = 500;
        for (int i = 0; i < searches; i++) {
            float[] probe = Galleries.LOW_RANK.vector(random, HEAD);
            graph.nearest(probe, frontier);
            assertThat(frontier.count()).isBetween(1, Math.min(16, count));
            float best = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < count; c++) {
                best = Math.max(best, centroids.closeness(KERNELS, probe, c));
            }
            missed += frontier.closeness(0) < best - 1e-6f ? 1 : 0;
            for (int rank = 0; rank < frontier.count(); rank++) {
                assertThat(frontier.closeness(rank))
                        .isEqualTo(centroids.closeness(KERNELS, probe, frontier.node(rank)));
                assertThat(rank == 0 || frontier.closeness(rank - 1) >= frontier.closeness(rank))
                        .isTrue();
            }
        }
        assertThat(missed).as("of %d, seed %d", searches, seed).isLessThanOrEqualTo(searches / 50);
    }

    /** A mean that no search finds would get no rows. */
    @ParameterizedTest(name = "{0} means, seed {1}")
    @CsvSource({"8, 11", "1000, 12"})
    void everyMeanIsFoundByItself(int count, long seed) {
        Random random = new Random(seed);
        Centroids centroids = Spaces.centroids(count, HEAD, random);
        var graph = new CentroidGraph(centroids, KERNELS, random);
        var frontier = new SearchFrontier(16);
        float[] mean = new float[HEAD];
        int lost = 0;
        for (int c = 0; c < count; c++) {
            centroids.decode(c, mean);
            graph.nearest(mean, frontier);
            lost += frontier.node(0) == c ? 0 : 1;
        }
        assertThat(lost).as("of %d, seed %d", count, seed).isLessThanOrEqualTo(count / 200);
    }

    /** Diverse links alone leave groups that lie apart without a way from one to the other. */
    @ParameterizedTest(name = "{0} means, seed {1}")
    @CsvSource({"400, 14", "1000, 15", "2000, 16"})
    void probesBetweenGroupsThatLieApartFindTheNearest(int count, long seed) {
        Random random = new Random(seed);
        float[] means = new float[count * HEAD];
        for (int c = 0; c < count; c++) {
            System.arraycopy(Galleries.CLUSTERED.vector(random, HEAD), 0, means, c * HEAD, HEAD);
        }
        Centroids centroids = new Centroids(means, HEAD);
        var graph = new CentroidGraph(centroids, KERNELS, random);
        var frontier = new SearchFrontier(16);
        float[] mean = new float[HEAD];
        int missed = 0;
        int searches = 1_000;
        for (int i = 0; i < searches; i++) {
            centroids.decode(random.nextInt(count), mean);
            float[] probe = Galleries.CLUSTERED.near(mean, random, 0.8);
            graph.nearest(probe, frontier);
            float best = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < count; c++) {
                best = Math.max(best, centroids.closeness(KERNELS, probe, c));
            }
            missed += frontier.closeness(0) < best - 1e-5f ? 1 : 0;
        }
        assertThat(missed).as("of %d, seed %d", searches, seed).isLessThanOrEqualTo(searches / 25);
    }

    @Test
    void equalMeansDoNoHarm() {
        Random random = new Random(13);
        float[] means = new float[100 * HEAD];
        java.util.Arrays.fill(means, 0.125f);
        var graph = new CentroidGraph(new Centroids(means, HEAD), KERNELS, random);
        var frontier = new SearchFrontier(8);
        graph.nearest(Galleries.FULL_RANK.vector(random, HEAD), frontier);
        assertThat(frontier.count()).isPositive();
    }

    @Test
    void aMeanInBytesIsWhatWasGivenAndComesBackAsItWasSaved() throws SnapshotException {
        Random random = new Random(14);
        float[] means = new float[20 * HEAD];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) random.nextGaussian() / 8;
        }
        var centroids = new Centroids(means, HEAD);
        float[] mean = new float[HEAD];
        for (int c = 0; c < 20; c++) {
            centroids.decode(c, mean);
            for (int i = 0; i < HEAD; i++) {
                assertThat(mean[i]).isCloseTo(means[c * HEAD + i], within(0.003f));
            }
            float[] probe = Galleries.FULL_RANK.vector(random, HEAD);
            assertThat(centroids.similarity(KERNELS, probe, c))
                    .isCloseTo((float) Spaces.dot(probe, mean), within(1e-5f));
            float[] residual = new float[HEAD];
            centroids.residual(probe, c, residual);
            for (int i = 0; i < HEAD; i++) {
                assertThat(residual[i]).isCloseTo(probe[i] - mean[i], within(1e-6f));
            }
        }
        ByteBuffer saved = ByteBuffer.allocate(centroids.savedBytes()).order(ByteOrder.LITTLE_ENDIAN);
        centroids.save(saved);
        Centroids restored = Centroids.restore(saved.flip(), HEAD);
        ByteBuffer again = ByteBuffer.allocate(restored.savedBytes()).order(ByteOrder.LITTLE_ENDIAN);
        restored.save(again);
        assertThat(again.array()).isEqualTo(saved.array());
    }
}
