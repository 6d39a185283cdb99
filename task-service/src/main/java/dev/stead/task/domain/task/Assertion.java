package dev.stead.task.domain.task;

import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import java.time.Duration;
import java.time.Instant;

/**
 * The matcher's statement of who stood where, when; its signature is checked already. It holds for one place and 60 seconds, and
 * serves once a task.
 *
 * @param terminal the terminal's id, or {@link #PHONE}
 * @param jws as the matcher signed it
 */
public record Assertion(
        String id, String subjectId, String terminal, Instant issueTime, Instant expireTime, String jws) {
    /** Where an assertion is made that a person asked for on their own phone. */
    public static final String PHONE = "phone";

    /** How far the matcher's clock may be ahead of ours. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** @throws TaskException {@code ASSERTION_WRONG_TERMINAL} if it was made elsewhere, or as {@link #requireCurrent} */
    public void requireMadeAt(String terminalId, Instant now) {
        Require.holds(
                terminal.equals(terminalId) && !terminal.equals(PHONE),
                TaskError.ASSERTION_WRONG_TERMINAL,
                "the assertion was made for another terminal; identify the person at this one");
        requireCurrent(now);
    }

    /** @throws TaskException {@code ASSERTION_WRONG_PERSON} if it is about somebody else, or as {@link #requireCurrent} */
    public void requireAbout(String personId, Instant now) {
        Require.holds(
                subjectId.equals(personId),
                TaskError.ASSERTION_WRONG_PERSON,
                "the assertion is about another person than the caller");
        Require.holds(
                terminal.equals(PHONE),
                TaskError.ASSERTION_WRONG_TERMINAL,
                "the assertion was made at a terminal; verify the caller on their phone");
        requireCurrent(now);
    }

    private void requireCurrent(Instant now) {
        Require.holds(
                now.isBefore(expireTime),
                TaskError.ASSERTION_EXPIRED,
                "the assertion has expired; capture a fresh sample");
        Require.holds(
                !issueTime.isAfter(now.plus(SKEW)) && !expireTime.isAfter(issueTime.plus(LONGEST)),
                TaskError.ASSERTION_INVALID,
                "the assertion's times cannot be right: check the clocks of matcher and task service");
    }
}
