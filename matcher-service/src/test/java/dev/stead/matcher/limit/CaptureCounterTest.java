package dev.stead.matcher.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureCounterTest {
    @Test
    void nothingUpToWhatWasStoredIsTakenAgain() {
        var counter = new CaptureCounter(1_000);

        for (long number = 1; number <= 1_000; number++) {
            assertThat(counter.take(number)).as("%d", number).isFalse();
        }
        assertThat(counter.take(1_001)).isTrue();
        assertThat(counter.take(1_001)).isFalse();
        assertThat(counter.highest()).isEqualTo(1_001);
    }

    @Test
    void framesMayOvertakeEachOtherALittle() {
        var counter = new CaptureCounter(0);

        assertThat(counter.take(100)).isTrue();
        assertThat(counter.take(37)).isTrue();
        assertThat(counter.take(37)).isFalse();
        assertThat(counter.take(36)).isFalse();
        assertThat(counter.take(99)).isTrue();
        assertThat(counter.take(100 + 63)).isTrue();
        assertThat(counter.take(100)).isFalse();
        assertThat(counter.take(101)).isTrue();
        assertThat(counter.take(99)).isFalse();
    }

    @Test
    void theLargestNumberIsTakenOnce() {
        var counter = new CaptureCounter(5);

        assertThat(counter.take(Long.MAX_VALUE)).isTrue();
        assertThat(counter.take(Long.MAX_VALUE)).isFalse();
        assertThat(counter.take(6)).isFalse();
        assertThat(counter.take(Long.MAX_VALUE - 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noNumberIsEverTakenTwice(long seed) {
        Random random = new Random(seed);
        var counter = new CaptureCounter(0);
        Set<Long> taken = new HashSet<>();
        long near = 1;
        for (int i = 0; i < 20_000; i++) {
            near += random.nextInt(100) == 0 ? random.nextInt(200) : random.nextInt(3);
            long number = Math.max(1, near - random.nextInt(80));
            boolean mayBeTaken = taken.add(number);
            if (counter.take(number)) {
                assertThat(mayBeTaken).as("seed %d, number %d", seed, number).isTrue();
            }
        }
    }
}
