package dev.stead.benchmarks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FpirReportTest {
    @ParameterizedTest
    @ValueSource(strings = {"realistic", "families", "heavy"})
    void printsWhatWasAskedAndWhatStrangersShow(String kind) {
        var printed = new ByteArrayOutputStream();
        FpirReport.print(kind, 150, 100, 1, new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("|       5 | 1.0 % | ", "|     100 | 0.1 % | ", "|     150 | 1.0 % | ");
    }
}
