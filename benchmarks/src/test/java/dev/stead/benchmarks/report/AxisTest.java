package dev.stead.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static final Axis LOGARITHMIC = new Axis("templates", true, value -> Long.toString(Math.round(value)));
    private static final Axis LINEAR = new Axis("share", false, value -> Long.toString(Math.round(100 * value)));

    @Test
    void aLogarithmicAxisGoesFromTickToTick() {
        Axis.Range range = LOGARITHMIC.range(List.of(LOGARITHMIC.placed(new double[] {30, 180})));

        assertThat(range.ticks().values()).containsExactly("20", "50", "100", "200");
        assertThat(range.share(Math.log10(20))).isCloseTo(0, within(1e-9));
        assertThat(range.share(Math.log10(200))).isCloseTo(1, within(1e-9));
    }

    @Test
    void manyDecadesHaveOneTickEach() {
        Axis.Range range = LOGARITHMIC.range(List.of(LOGARITHMIC.placed(new double[] {3, 20_000})));

        assertThat(range.ticks().values()).containsExactly("1", "10", "100", "1000", "10000", "100000");
    }

    @Test
    void valuesOnTicksNeedNoRoomBeside() {
        Axis.Range range = LOGARITHMIC.range(List.of(LOGARITHMIC.placed(new double[] {10, 100})));

        assertThat(range.ticks().values()).containsExactly("10", "20", "50", "100");
    }

    @Test
    void aLinearAxisBeginsAtZero() {
        assertThat(LINEAR.range(List.of(new double[] {0.11, 0.19})).ticks().values())
                .containsExactly("0", "5", "10", "15", "20");
    }

    @Test
    void nothingButZeroIsDrawnToo() {
        Axis.Range range = LINEAR.range(List.of(new double[] {0, 0}));

        assertThat(range.share(0)).isBetween(0.0, 1.0);
    }
}
