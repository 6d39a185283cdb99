package dev.stead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcileMainTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "2026-02-30", "+12026-11-27", "+999999999-12-31", "-2026-11-27", "226-11-27"})
    void whatIsNoDayIsSaidInOneLine(String day) {
        var err = new ByteArrayOutputStream();
        var lines = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertThat(ReconcileMain.run(new String[] {day}, Settings.of(Map.of()), lines, lines))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("stead: the day must be a date such as 2026-11-24");
    }
}
