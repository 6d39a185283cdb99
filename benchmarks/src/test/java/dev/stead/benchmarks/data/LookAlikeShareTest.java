package dev.stead.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LookAlikeShareTest {
    private final Population people = new Population(128, 1);

    @Test
    void countsTheNewPeopleWhoseBestReachesTheThreshold() {
        assertThat(new LookAlikeShare(people, -1).refused(300, 50)).isEqualTo(50);
        assertThat(new LookAlikeShare(people, 1.01).refused(300, 50)).isZero();
        int some = new LookAlikeShare(people, 0.4).refused(300, 500);
        assertThat(some).isBetween(1, 499);
        assertThat(new LookAlikeShare(people, 0.4).refused(1_000, 500))
                .as("in a larger gallery")
                .isGreaterThan(some);
    }

    @Test
    void theRealTailIsHitAtItsLastQuantileAndFallsBeyond() {
        assertThat(LookAlikeShare.byRealTail(1, 0.529)).isCloseTo(1e-6, within(1e-12));
        assertThat(LookAlikeShare.byRealTail(1, 0.55)).isBetween(2e-7, 6e-7);
    }

    @Test
    void printsARowForEachSizeUpToTheLargest() {
        var printed = new StringWriter();

        new LookAlikeShare(new Population(16, 1), 0.99).print(1_000, new PrintWriter(printed));

        assertThat(printed.toString().lines()).hasSize(3).last().asString().startsWith("| 1,000 | ");
    }
}
