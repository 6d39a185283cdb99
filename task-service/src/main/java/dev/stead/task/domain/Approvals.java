package dev.stead.task.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The step-up: above a mandate's limit the delegate approves on their own phone before a terminal may do the task. Thread-safe. */
public final class Approvals {
    /** Long enough to walk to the till. */
    private static final Duration SERVES_FOR = Duration.ofMinutes(5);

    /** A terminal that asks again and again does not ring the phone each time. */
    private static final Duration ASKED_FOR = Duration.ofMinutes(1);

    private final InstantSource clock;

    public Approvals(InstantSource clock) {
        this.clock = clock;
    }

    /** A task and until when it may be done now. */
    public record Approved(TaskView view, Instant expireTime) {}

    /**
     * Approves the amount that the order has now; the assertion proves that the delegate was recognised on their phone.
     *
     * @throws TaskException {@code APPROVAL_NOT_NEEDED} for a task whose order is within the limit
     */
    public Approved approve(Records records, String personId, Assertion assertion, String taskId) {
        Instant now = Micros.now(clock);
        assertion.requireAbout(personId, now);
        Task task = records.tasks()
                .findForChange(taskId)
                .filter(found -> found.parties().delegateId().equals(personId))
                .orElseThrow(Delegations::notFound);
        Check.holds(
                task.state() == TaskState.READY,
                TaskError.TASK_NOT_READY,
                "the task is " + task.state() + ": only a ready one can be approved");
        TaskView view = records.tasks().view(taskId).orElseThrow();
        Money amount = view.order().amount();
        Check.holds(
                amount != null && task.mandate().needsApproval(amount),
                TaskError.APPROVAL_NOT_NEEDED,
                "the order is within what the mandate allows without an approval");
        Delegations.burn(records, assertion, taskId);
        var approval = new Approval(taskId, java.util.Objects.requireNonNull(amount), true, now.plus(SERVES_FOR));
        records.approvals().put(approval);
        records.evidence().add(taskId, Act.of(Act.Kind.APPROVED, assertion, now).worth(approval.amount()));
        return new Approved(view, approval.expireTime());
    }

    /** Asks the delegate's phone, unless it was just asked. */
    boolean ask(Records records, String taskId) {
        Instant now = Micros.now(clock);
        Task task = records.tasks().findForChange(taskId).orElseThrow();
        boolean pending = records.approvals()
                .of(taskId)
                .filter(kept -> now.isBefore(kept.expireTime()))
                .isPresent();
        Money amount = records.tasks().view(taskId).orElseThrow().order().amount();
        if (pending || amount == null || task.state() != TaskState.READY) {
            return false;
        }
        records.approvals().put(new Approval(taskId, amount, false, now.plus(ASKED_FOR)));
        Postman.tellDelegate(records, NotificationKind.APPROVAL_NEEDED, task, now);
        return true;
    }
}
