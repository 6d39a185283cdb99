package dev.stead.task.testing;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** The figures can still be measured. */
class RingFiguresTest {
    @Test
    void aSmallTownIsMeasured() {
        assertThatCode(() -> RingSize.measure(200, 20)).doesNotThrowAnyException();
    }

    @Test
    void aFewChangesAreTimed() {
        assertThatCode(() -> RingFigures.latency(2)).doesNotThrowAnyException();
    }
}
