package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import org.junit.jupiter.api.Test;

class MatcherErrorsTest {
    @Test
    void aFieldKeepsItsNameAtTheBeginningOfASentence() {
        assertThat(text("capture_nonce must have 16 bytes")).isEqualTo("capture_nonce must have 16 bytes.");
        assertThat(text("grant_time is missing")).isEqualTo("grant_time is missing.");
        assertThat(text("an enrolment must have 1 to 10 samples, not those_of_two"))
                .isEqualTo("An enrolment must have 1 to 10 samples, not those_of_two.");
        assertThat(text("overloaded")).isEqualTo("Overloaded.");
    }

    private static String text(String detail) {
        return MatcherErrors.problem(new MatcherException(MatcherError.NONCE_INVALID, detail))
                .message();
    }
}
