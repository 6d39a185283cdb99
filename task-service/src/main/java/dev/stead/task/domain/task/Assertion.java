package dev.stead.task.domain.task;

import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TerminalId;
import java.time.Duration;
import java.time.Instant;

/**
 * The matcher's statement of who was recognised where, how and when; its signature is checked already. It is valid at one place for
 * 60 seconds, and lets a person do one thing with one task.
 *
 * @param enrolment the one that the sample was compared with
 * @param jws as the matcher signed it
 */
public record Assertion(
        AssertionId id,
        PersonId subjectId,
        Capture capture,
        EnrolmentGeneration enrolment,
        Instant issueTime,
        Instant expireTime,
        String jws) {

    /** Where the sample was captured, and with that how the person was recognised. */
    public sealed interface Capture {
        /**
         * Identified among everybody who is enrolled, at a terminal.
         *
         * @param padBand what the terminal's device found out about a presentation attack, 0 to 100; 0 also if it said nothing
         */
        record AtTerminal(TerminalId terminalId, int padBand) implements Capture {}

        /** Verified on a phone as the person who had signed in there. */
        record OnPhone() implements Capture {}
    }

    /** How far the matcher's clock may be ahead of ours. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** @throws TaskException {@code ASSERTION_WRONG_TERMINAL} if it was made elsewhere, or as {@link #requireCurrent} */
    public void requireMadeAt(TerminalId terminalId, Instant now) {
        Require.that(
                capture instanceof Capture.AtTerminal at && at.terminalId().equals(terminalId),
                TaskError.ASSERTION_WRONG_TERMINAL,
                "the assertion was made for another terminal; identify the person at this one");
        requireCurrent(now);
    }

    /** @throws TaskException {@code ASSERTION_WRONG_PERSON} if it is about somebody else, or as {@link #requireCurrent} */
    public void requireAbout(PersonId personId, Instant now) {
        Require.that(
                subjectId.equals(personId),
                TaskError.ASSERTION_WRONG_PERSON,
                "the assertion is about another person than the caller");
        Require.that(
                capture instanceof Capture.OnPhone,
                TaskError.ASSERTION_WRONG_TERMINAL,
                "the assertion was made at a terminal; verify the caller on their phone");
        requireCurrent(now);
    }

    public boolean isCurrent(Instant now) {
        return now.isBefore(expireTime);
    }

    private void requireCurrent(Instant now) {
        Require.that(isCurrent(now), TaskError.ASSERTION_EXPIRED, "the assertion has expired; capture a fresh sample");
        Require.that(
                !issueTime.isAfter(now.plus(SKEW)) && !expireTime.isAfter(issueTime.plus(LONGEST)),
                TaskError.ASSERTION_INVALID,
                "the assertion's times cannot be right: check the clocks of matcher and task service");
    }
}
