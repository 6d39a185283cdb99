package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** That they compute the same is checked in the set-up of {@link NativeBenchmark}. */
class KernelsInCTest {
    @Test
    void aMissingCompilerIsNamedWithWhatToDo() {
        assertThatThrownBy(() -> KernelsInC.compiledBy("no-such-compiler"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no-such-compiler", "apt-get install gcc");
    }
}
