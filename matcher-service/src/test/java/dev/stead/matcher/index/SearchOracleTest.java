package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchOracleTest {
    private static final int DIMENSION = 128;
    private static final int ROWS = 2_500;
    private static final int LIMIT = 9;
    private static final long SEED = 25;

    @Test
    void findsWhatTheFlatIndexFindsPieceByPiece() {
        var random = new Random(SEED);
        try (var stead = new SteadIndex(DIMENSION, new ScalarKernels(), SEED);
                var flat = new FlatIndex(DIMENSION, new ScalarKernels())) {
            for (int row = 0; row < ROWS; row++) {
                var vector = Galleries.segment(Galleries.CLUSTERED.vector(random, DIMENSION));
                stead.put(row, vector);
                flat.put(row, vector);
            }
            stead.settle();
            stead.erase(77);
            flat.erase(77);
            var expected = new Neighbours(LIMIT);
            for (int i = 0; i < 20; i++) {
                var probe = Galleries.segment(Galleries.CLUSTERED.vector(random, DIMENSION));
                flat.search(probe, expected);
                var search = new SearchOracle(stead, probe, LIMIT);
                for (int from = 0; from < ROWS; from += SearchOracle.PIECE) {
                    search.compare(IntStream.range(from, Math.min(ROWS, from + SearchOracle.PIECE))
                            .toArray());
                }
                assertThat(search.found().count()).isEqualTo(LIMIT);
                assertThat(search.found().ordinal(0)).as("seed %d", SEED).isEqualTo(expected.ordinal(0));
                for (int rank = 0; rank < LIMIT; rank++) {
                    assertThat(search.found().similarity(rank))
                            .as("seed %d", SEED)
                            .isCloseTo(expected.similarity(rank), within(2e-5f));
                }
            }
        }
    }

    /** A row that lies in no partition is found by no search among all, however certain it must be. */
    @Test
    void findsARowThatTheEngineHasLost() {
        var random = new Random(SEED);
        try (var index = new SteadIndex(DIMENSION, new ScalarKernels(), SEED)) {
            var lost = Galleries.segment(Galleries.LOW_RANK.vector(random, DIMENSION));
            index.put(0, lost);
            for (int row = 1; row < ROWS; row++) {
                index.put(row, Galleries.segment(Galleries.LOW_RANK.vector(random, DIMENSION)));
            }
            index.settle();
            Objects.requireNonNull(index.current()).searchable().remove(0);

            var found = new Neighbours(LIMIT);
            index.search(lost, Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
            assertThat(found.contains(0)).isFalse();
            var search = new SearchOracle(index, lost, LIMIT);
            search.compare(0, 1, 2);
            assertThat(search.found().ordinal(0)).isZero();
        }
    }

    @Test
    void aPieceIsSmall() {
        try (var index = new FlatIndex(DIMENSION, new ScalarKernels())) {
            var probe = Galleries.segment(Galleries.LOW_RANK.vector(new Random(SEED), DIMENSION));
            var search = new SearchOracle(index, probe, LIMIT);
            assertThatIllegalArgumentException().isThrownBy(() -> search.compare(new int[SearchOracle.PIECE + 1]));
        }
    }
}
