package dev.stead.task.domain.task;

import static dev.stead.task.domain.Sample.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TerminalId;
import org.junit.jupiter.api.Test;

class AssertionTest {
    private static final Assertion AT_TERMINAL = new Assertion(
            new AssertionId("a-1"),
            Sample.BOB,
            new Assertion.Capture.AtTerminal(new TerminalId("t-1"), 0),
            new EnrolmentGeneration("e-bob"),
            NOW,
            NOW.plusSeconds(60),
            "a.b.c");
    private static final Assertion ON_PHONE = new Assertion(
            new AssertionId("a-2"),
            Sample.BOB,
            new Assertion.Capture.OnPhone(),
            new EnrolmentGeneration("e-bob"),
            NOW,
            NOW.plusSeconds(60),
            "a.b.c");

    private static void refused(TaskError error, Runnable check) {
        assertThatThrownBy(check::run)
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @Test
    void anAssertionHoldsWhereItWasMade() {
        assertThatCode(() -> AT_TERMINAL.requireMadeAt(new TerminalId("t-1"), NOW))
                .doesNotThrowAnyException();
        refused(TaskError.ASSERTION_WRONG_TERMINAL, () -> AT_TERMINAL.requireMadeAt(new TerminalId("t-2"), NOW));
        refused(TaskError.ASSERTION_WRONG_TERMINAL, () -> ON_PHONE.requireMadeAt(new TerminalId("t-1"), NOW));
        refused(TaskError.ASSERTION_WRONG_TERMINAL, () -> ON_PHONE.requireMadeAt(new TerminalId("phone"), NOW));
        refused(TaskError.ASSERTION_WRONG_TERMINAL, () -> AT_TERMINAL.requireAbout(Sample.BOB, NOW));
    }

    @Test
    void anAssertionIsAboutOnePerson() {
        assertThatCode(() -> ON_PHONE.requireAbout(Sample.BOB, NOW)).doesNotThrowAnyException();
        refused(TaskError.ASSERTION_WRONG_PERSON, () -> ON_PHONE.requireAbout(Sample.ALICE, NOW));
    }

    @Test
    void anAssertionHoldsForAMinute() {
        assertThatCode(() -> AT_TERMINAL.requireMadeAt(
                        new TerminalId("t-1"), NOW.plusSeconds(60).minusNanos(1)))
                .doesNotThrowAnyException();
        refused(
                TaskError.ASSERTION_EXPIRED,
                () -> AT_TERMINAL.requireMadeAt(new TerminalId("t-1"), NOW.plusSeconds(60)));
    }

    @Test
    void anAssertionOfAPhoneExpiresAsWell() {
        assertThatCode(() ->
                        ON_PHONE.requireAbout(Sample.BOB, NOW.plusSeconds(60).minusNanos(1)))
                .doesNotThrowAnyException();
        refused(TaskError.ASSERTION_EXPIRED, () -> ON_PHONE.requireAbout(Sample.BOB, NOW.plusSeconds(60)));
        refused(TaskError.ASSERTION_INVALID, () -> ON_PHONE.requireAbout(Sample.BOB, NOW.minusSeconds(6)));
    }

    @Test
    void aMatcherWhoseClockIsFarAheadIsNotBelieved() {
        assertThatCode(() -> AT_TERMINAL.requireMadeAt(new TerminalId("t-1"), NOW.minusSeconds(5)))
                .doesNotThrowAnyException();
        refused(
                TaskError.ASSERTION_INVALID,
                () -> AT_TERMINAL.requireMadeAt(new TerminalId("t-1"), NOW.minusSeconds(6)));
        var twoMinutes = new Assertion(
                new AssertionId("a-4"),
                Sample.BOB,
                AT_TERMINAL.capture(),
                new EnrolmentGeneration("e-bob"),
                NOW,
                NOW.plusSeconds(120),
                "a.b.c");
        assertThatCode(() -> twoMinutes.requireMadeAt(new TerminalId("t-1"), NOW))
                .doesNotThrowAnyException();
        var longLived = new Assertion(
                new AssertionId("a-3"),
                Sample.BOB,
                AT_TERMINAL.capture(),
                new EnrolmentGeneration("e-bob"),
                NOW,
                NOW.plusSeconds(3_600),
                "a.b.c");
        refused(TaskError.ASSERTION_INVALID, () -> longLived.requireMadeAt(new TerminalId("t-1"), NOW));
    }
}
