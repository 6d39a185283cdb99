package dev.stead.task.domain.task;

import static dev.stead.task.domain.task.TaskState.DECLINED;
import static dev.stead.task.domain.task.TaskState.EXECUTING;
import static dev.stead.task.domain.task.TaskState.EXPIRED;
import static dev.stead.task.domain.task.TaskState.FAILED;
import static dev.stead.task.domain.task.TaskState.PROPOSED;
import static dev.stead.task.domain.task.TaskState.READY;
import static dev.stead.task.domain.task.TaskState.REVOKED;
import static dev.stead.task.domain.task.TaskState.SUCCEEDED;

import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.order.OrderKey;
import java.time.Instant;

/**
 * One thing to do in another person's stead: the aggregate with its mandate. Immutable; every move gives the task after it.
 *
 * <pre>
 * PROPOSED -accept-> READY -claim-> EXECUTING -succeed-> SUCCEEDED, or READY again while uses are left
 *    | decline, revoke  | revoke        '------fail----> READY again, or FAILED after the limit
 *    '-- expire         '-- expire
 * </pre>
 */
public record Task(String id, Parties parties, OrderKey order, Mandate mandate, Progress progress) {

    public static Task propose(String id, Proposal proposal, Instant now) {
        Mandate mandate = proposal.mandate();
        Require.holds(
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

    /** When the task expires if it is not done until then. */
    public Instant closeTime() {
        return mandate.window().lastClose();
    }

    public boolean usesLeft() {
        return progress.uses() < mandate.maxUses();
    }

    /** @throws TaskException {@code TASK_NOT_PROPOSED}, {@code TASK_EXPIRED} */
    public Task accept(Instant now) {
        requireProposed();
        Require.holds(closeTime().isAfter(now), TaskError.TASK_EXPIRED, "the task's window has closed for good");
        return with(progress.to(READY, now));
    }

    /** @throws TaskException {@code TASK_NOT_PROPOSED} */
    public Task decline(Instant now) {
        requireProposed();
        return with(progress.to(DECLINED, now));
    }

    /**
     * While a terminal runs it, what runs is brought to its end, and nothing else begins.
     *
     * @throws TaskException {@code TASK_NOT_REVOCABLE} once it is done, and to a delegate who has not accepted
     */
    public Task revoke(String personId, Instant now) {
        boolean own = parties.delegatorId().equals(personId);
        Require.holds(
                state() == READY || state() == EXECUTING || (state() == PROPOSED && own),
                TaskError.TASK_NOT_REVOCABLE,
                state() == PROPOSED
                        ? "the task is not accepted yet: decline it instead"
                        : "the task is " + state() + " and cannot be taken back");
        return with(state() == EXECUTING ? progress.revokingFrom(now) : progress.to(REVOKED, now));
    }

    public boolean isOverdue(Instant now) {
        return (state() == PROPOSED || state() == READY) && !closeTime().isAfter(now);
    }

    public Task expire(Instant now) {
        return with(progress.to(EXPIRED, now));
    }

    /** Taken by a terminal: from now on no other can run it. */
    public Task claim(String executionId, Instant now) {
        return with(progress.to(EXECUTING, now).by(executionId));
    }

    public Task succeed(Instant now) {
        int uses = progress.uses() + 1;
        TaskState next = uses < mandate.maxUses() ? again() : SUCCEEDED;
        return with(progress.to(next, now).counting(uses, 0));
    }

    /** @param limit executions that may fail in a row before the task is given up */
    public Task fail(Instant now, int limit) {
        int failures = progress.failures() + 1;
        TaskState next = failures < limit ? again() : FAILED;
        return with(progress.to(next, now).counting(progress.uses(), failures));
    }

    private TaskState again() {
        return progress.revoking() ? REVOKED : READY;
    }

    private void requireProposed() {
        Require.holds(
                state() == PROPOSED,
                TaskError.TASK_NOT_PROPOSED,
                "the task is " + state() + ": only a proposed one can be accepted or declined");
    }

    private Task with(Progress next) {
        return new Task(id, parties, order, mandate, next);
    }
}
