package dev.stead.task.domain;

import static dev.stead.task.domain.TaskState.DECLINED;
import static dev.stead.task.domain.TaskState.EXECUTING;
import static dev.stead.task.domain.TaskState.EXPIRED;
import static dev.stead.task.domain.TaskState.FAILED;
import static dev.stead.task.domain.TaskState.PROPOSED;
import static dev.stead.task.domain.TaskState.READY;
import static dev.stead.task.domain.TaskState.REVOKED;
import static dev.stead.task.domain.TaskState.SUCCEEDED;

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

    static Task propose(String id, Proposal proposal, Instant now) {
        Mandate mandate = proposal.mandate();
        Check.holds(
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

    boolean usesLeft() {
        return progress.uses() < mandate.maxUses();
    }

    /** @throws TaskException {@code TASK_NOT_PROPOSED}, {@code TASK_EXPIRED} */
    Task accept(Instant now) {
        requireProposed();
        Check.holds(closeTime().isAfter(now), TaskError.TASK_EXPIRED, "the task's window has closed for good");
        return with(progress.to(READY, now));
    }

    /** @throws TaskException {@code TASK_NOT_PROPOSED} */
    Task decline(Instant now) {
        requireProposed();
        return with(progress.to(DECLINED, now));
    }

    /**
     * While a terminal runs it, what runs is brought to its end, and nothing else begins.
     *
     * @throws TaskException {@code TASK_NOT_REVOCABLE} once it is done, and to a delegate who has not accepted
     */
    Task revoke(String personId, Instant now) {
        boolean own = parties.delegatorId().equals(personId);
        Check.holds(
                state() == READY || state() == EXECUTING || (state() == PROPOSED && own),
                TaskError.TASK_NOT_REVOCABLE,
                state() == PROPOSED
                        ? "the task is not accepted yet: decline it instead"
                        : "the task is " + state() + " and cannot be taken back");
        return with(state() == EXECUTING ? progress.revokingFrom(now) : progress.to(REVOKED, now));
    }

    boolean isOverdue(Instant now) {
        return (state() == PROPOSED || state() == READY) && !closeTime().isAfter(now);
    }

    Task expire(Instant now) {
        return with(progress.to(EXPIRED, now));
    }

    /** Taken by a terminal: from now on no other can run it. */
    Task claim(String executionId, Instant now) {
        return with(progress.to(EXECUTING, now).by(executionId));
    }

    Task succeed(Instant now) {
        int uses = progress.uses() + 1;
        TaskState next = uses < mandate.maxUses() ? again() : SUCCEEDED;
        return with(progress.to(next, now).counting(uses, 0));
    }

    /** @param limit executions that may fail in a row before the task is given up */
    Task fail(Instant now, int limit) {
        int failures = progress.failures() + 1;
        TaskState next = failures < limit ? again() : FAILED;
        return with(progress.to(next, now).counting(progress.uses(), failures));
    }

    private TaskState again() {
        return progress.revoking() ? REVOKED : READY;
    }

    private void requireProposed() {
        Check.holds(
                state() == PROPOSED,
                TaskError.TASK_NOT_PROPOSED,
                "the task is " + state() + ": only a proposed one can be accepted or declined");
    }

    private Task with(Progress next) {
        return new Task(id, parties, order, mandate, next);
    }
}
