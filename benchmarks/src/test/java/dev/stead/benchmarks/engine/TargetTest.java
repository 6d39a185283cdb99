package dev.stead.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({"0.999, 0.999, -1", "0.9999:stop@0.55, 0.9999, 0.55", "exact, 1, -1", "exact:stop@0.6, 1, 0.6"})
    void aTargetSaysHowSureAndWhereToStop(String setting, double agreement, float stop) {
        assertThat(Target.of(setting)).isEqualTo(new Target(agreement, stop));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0.5", "1.5", "64", "0.999:", "0.999:stop", "0.999:stop@", "0.999:stop@2", "Exact", "0.999 "
            })
    void whatIsNotATargetIsRefused(String setting) {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.of(setting));
    }

    @Test
    void theUsualOnesAreTargets() {
        assertThatCode(() -> Target.USUAL.forEach(Target::of)).doesNotThrowAnyException();
    }
}
