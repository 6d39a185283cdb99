package dev.stead.task.domain.task;

import static dev.stead.task.domain.task.TaskState.DECLINED;
import static dev.stead.task.domain.task.TaskState.EXECUTING;
import static dev.stead.task.domain.task.TaskState.EXPIRED;
import static dev.stead.task.domain.task.TaskState.FAILED;
import static dev.stead.task.domain.task.TaskState.PROPOSED;
import static dev.stead.task.domain.task.TaskState.READY;
import static dev.stead.task.domain.task.TaskState.REVOKED;
import static dev.stead.task.domain.task.TaskState.SUCCEEDED;

import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.order.OrderKey;
import java.time.Instant;

/**
 * One thing to do in another person's stead: the aggregate, with its mandate. Immutable; every transition returns the task after it.
 *
 * <pre>
 * PROPOSED -accept-> READY -claim-> EXECUTING -succeed-> SUCCEEDED, or READY again while uses are left
 *    | decline, revoke  | revoke        '------fail----> READY again, or FAILED after the limit
 *    '-- expire         '-- expire
 * </pre>
 *
 * A READY task stays READY when its delegate is enrolled anew, but is done only once they have accepted it again.
 */
public record Task(TaskId id, Parties parties, OrderKey order, Mandate mandate, Progress progress) {
    /** More than anybody uses, and few enough that finding a person's tasks is one short read. */
    public static final int MAX_OPEN_PER_PERSON = 200;

    public static Task propose(TaskId id, Proposal proposal, Instant now) {
        Mandate mandate = proposal.mandate();
        Require.that(
                mandate.window().lastClose().isAfter(now),
                TaskError.WINDOW_INVALID,
                "the window is over already: choose one that closes in the future");
        return new Task(id, proposal.parties(), proposal.order(), mandate, Progress.proposed(now));
    }

    public TaskState state() {
        return progress.state();
    }

    public long version() {
        return progress.version();
    }

    /** When the task expires if it is not done by then. */
    public Instant closeTime() {
        return mandate.window().lastClose();
    }

    public boolean usesLeft() {
        return progress.uses() < mandate.maxUses();
    }

    /**
     * Again, too, by a delegate who was enrolled anew since.
     *
     * @throws TaskException {@code TASK_NOT_PROPOSED}, {@code TASK_EXPIRED}
     */
    public Task accept(EnrolmentGeneration enrolment, Instant now) {
        if (state() != READY || isAcceptedAs(enrolment)) {
            requireProposed();
        }
        Require.that(closeTime().isAfter(now), TaskError.TASK_EXPIRED, "the task's window has closed for good");
        return with(progress.acceptedAs(enrolment, now));
    }

    public boolean isAcceptedAs(EnrolmentGeneration enrolment) {
        return enrolment.equals(progress.acceptedAs());
    }

    /** Whether it was accepted in another enrolment of the delegate than they have now. */
    public boolean isOutdatedBy(EnrolmentGeneration enrolment) {
        return state() == READY && progress.acceptedAs() != null && !isAcceptedAs(enrolment);
    }

    /** Of an outdated task: it cannot be done until the delegate accepts it again. */
    public Task invalidateAcceptance(Instant now) {
        return with(progress.acceptedAs(null, now));
    }

    /** @throws TaskException {@code TASK_NOT_PROPOSED} */
    public Task decline(Instant now) {
        requireProposed();
        return with(progress.moveTo(DECLINED, now));
    }

    /**
     * While a terminal executes it, that execution is finished, and no other begins.
     *
     * @throws TaskException {@code TASK_NOT_REVOCABLE} once it is done, and to a delegate who has not accepted
     */
    public Task revoke(PersonId personId, Instant now) {
        boolean byDelegator = parties.delegatorId().equals(personId);
        Require.that(
                state() == READY || state() == EXECUTING || (state() == PROPOSED && byDelegator),
                TaskError.TASK_NOT_REVOCABLE,
                state() == PROPOSED
                        ? "the task is not accepted yet: decline it instead"
                        : "the task is " + state() + " and cannot be taken back");
        return with(state() == EXECUTING ? progress.markRevoking(now) : progress.moveTo(REVOKED, now));
    }

    public boolean isOverdue(Instant now) {
        return (state() == PROPOSED || state() == READY) && !closeTime().isAfter(now);
    }

    public Task expire(Instant now) {
        return with(progress.moveTo(EXPIRED, now));
    }

    /** Claimed by a terminal: from now on no other can execute it. */
    public Task claim(ExecutionId executionId, Instant now) {
        return with(progress.moveTo(EXECUTING, now).withExecution(executionId));
    }

    public Task succeed(Instant now) {
        int uses = progress.uses() + 1;
        TaskState next = uses < mandate.maxUses() ? readyOrRevoked() : SUCCEEDED;
        return with(progress.moveTo(next, now).withCounts(uses, 0));
    }

    /** @param limit executions that may fail in a row before the task is given up */
    public Task fail(Instant now, int limit) {
        int failures = progress.failures() + 1;
        TaskState next = failures < limit ? readyOrRevoked() : FAILED;
        return with(progress.moveTo(next, now).withCounts(progress.uses(), failures));
    }

    private TaskState readyOrRevoked() {
        return progress.revoking() ? REVOKED : READY;
    }

    private void requireProposed() {
        Require.that(
                state() == PROPOSED,
                TaskError.TASK_NOT_PROPOSED,
                "the task is " + state() + ": only a proposed one can be accepted or declined");
    }

    private Task with(Progress next) {
        return new Task(id, parties, order, mandate, next);
    }
}
