package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search fills and what it is restricted to, against plain lists. */
class NeighboursTest {
    private record Offered(int ordinal, float similarity) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void keepsTheBestInOrderWhateverTheOrderOfOffers(long seed) {
        Random random = new Random(seed);
        for (int capacity = 1; capacity < 12; capacity++) {
            var neighbours = new Neighbours(capacity);
            for (int round = 0; round < 20; round++) {
                neighbours.begin(round);
                List<Offered> all = new ArrayList<>();
                for (int ordinal :
                        random.ints(random.nextInt(30), 0, 1_000).distinct().toArray()) {
                    // Few values: ties are what may go wrong.
                    all.add(new Offered(ordinal, random.nextInt(5) / 4f));
                }
                all.forEach(one -> neighbours.offer(one.ordinal, one.similarity));
                all.sort(Comparator.comparingDouble((Offered one) -> -one.similarity)
                        .thenComparingInt(Offered::ordinal));
                int expected = Math.min(capacity, all.size());
                assertThat(neighbours.count()).isEqualTo(expected);
                assertThat(neighbours.epoch()).isEqualTo(round);
                for (int rank = 0; rank < expected; rank++) {
                    assertThat(new Offered(neighbours.ordinal(rank), neighbours.similarity(rank)))
                            .as("seed %d", seed)
                            .isEqualTo(all.get(rank));
                    assertThat(neighbours.contains(all.get(rank).ordinal)).isTrue();
                }
            }
        }
    }

    @Test
    void aRankThatWasNotFoundIsRefused() {
        var neighbours = new Neighbours(3);
        neighbours.offer(1, 0.5f);
        assertThatThrownBy(() -> neighbours.ordinal(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> neighbours.similarity(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Neighbours(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordinalsContainWhatTheyWereMadeOfOnly() {
        Ordinals some = Ordinals.of(700, 3, 64, 3, 63);
        assertThat(some.cardinality()).isEqualTo(4);
        for (int ordinal = 0; ordinal < 2_000; ordinal++) {
            assertThat(some.contains(ordinal)).isEqualTo(List.of(3, 63, 64, 700).contains(ordinal));
            assertThat(Ordinals.of().contains(ordinal)).isFalse();
            assertThat(Ordinals.all().contains(ordinal)).isTrue();
        }
        assertThat(some.member(0)).isEqualTo(3);
        assertThatThrownBy(() -> Ordinals.of(4, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFrontierVisitsEachNodeOncePerRoundAndExpandsTheNearestFirst() {
        var frontier = new SearchFrontier(3);
        for (int round = 0; round < 5; round++) {
            frontier.begin(10);
            assertThat(frontier.visit(4)).isTrue();
            assertThat(frontier.visit(4)).isFalse();
            float[] closeness = {0.1f, 0.5f, 0.3f, 0.9f};
            for (int node = 0; node < 4; node++) {
                frontier.offer(node, closeness[node]);
            }
            assertThat(frontier.expandNext()).isEqualTo(3);
            assertThat(frontier.expandNext()).isEqualTo(1);
            frontier.offer(7, 0.95f);
            assertThat(frontier.expandNext()).isEqualTo(7);
            assertThat(frontier.expandNext()).isEqualTo(-1);
            assertThat(frontier.count()).isEqualTo(3);
        }
    }
}
