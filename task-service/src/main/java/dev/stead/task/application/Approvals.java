package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.Approval;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
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
    public Approved approve(Repositories records, String personId, Assertion assertion, String taskId) {
        Instant now = Micros.now(clock);
        assertion.requireAbout(personId, now);
        Task task = records.tasks()
                .findForChange(taskId)
                .filter(found -> found.parties().delegateId().equals(personId))
                .orElseThrow(Delegations::notFound);
        Require.holds(
                task.state() == TaskState.READY,
                TaskError.TASK_NOT_READY,
                "the task is " + task.state() + ": only a ready one can be approved");
        TaskView view = records.tasks().view(taskId).orElseThrow();
        Money amount = view.order().amount();
        Require.holds(
                amount != null && task.mandate().needsApproval(amount),
                TaskError.APPROVAL_NOT_NEEDED,
                "the order is within what the mandate allows without an approval");
        Delegations.burn(records, assertion, taskId);
        var approval = new Approval(taskId, java.util.Objects.requireNonNull(amount), true, now.plus(SERVES_FOR));
        records.approvals().put(approval);
        records.evidence()
                .add(
                        taskId,
                        EvidenceEntry.of(EvidenceEntry.Kind.APPROVED, assertion, now)
                                .worth(approval.amount()));
        return new Approved(view, approval.expireTime());
    }

    /** Asks the delegate's phone, unless it was just asked. */
    boolean ask(Repositories records, String taskId) {
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
        Notifier.tellDelegate(records, NotificationKind.APPROVAL_NEEDED, task, now);
        return true;
    }
}
