package dev.stead.mesh.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "-", "Ann.B_c-9", "01890a5d-ac96-774b-bcce-b302099a8057"})
    void takesWhatACallerMayChoose(String id) {
        assertThat(ExternalId.isValid(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "ann@home", "a/b", "ä"})
    void refusesOtherCharacters(String id) {
        assertThat(ExternalId.isValid(id)).isFalse();
    }

    @Test
    void takesAtMost64Characters() {
        assertThat(ExternalId.isValid("x".repeat(64))).isTrue();
        assertThat(ExternalId.isValid("x".repeat(65))).isFalse();
    }
}
