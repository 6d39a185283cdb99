package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
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
import java.util.Objects;

/** Step-up: above a mandate's limit the delegate approves on their own phone before a terminal may do the task. Thread-safe. */
public final class Approvals {
    /** Long enough to walk to the till. */
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    /** A terminal that asks again and again does not notify the phone each time. */
    private static final Duration REQUEST_VALIDITY = Duration.ofMinutes(1);

    private final InstantSource clock;

    public Approvals(InstantSource clock) {
        this.clock = clock;
    }

    /** A task and until when it may be done now. */
    public record Approved(TaskView view, Instant expireTime) {}

    /**
     * Approves the amount that the order has now; the assertion proves that the delegate was identified on their phone.
     *
     * @throws TaskException {@code APPROVAL_NOT_NEEDED} for a task whose order is within the limit
     */
    public Approved approve(Repositories repositories, PersonId personId, Assertion assertion, TaskId taskId) {
        Instant now = Micros.now(clock);
        assertion.requireAbout(personId, now);
        Task task = Lookups.taskForUpdate(
                repositories, taskId, found -> found.parties().delegateId().equals(personId));
        Require.that(
                task.state() == TaskState.READY,
                TaskError.TASK_NOT_READY,
                "the task is " + task.state() + ": only a ready one can be approved");
        Require.that(
                task.isAcceptedAs(assertion.enrolment()),
                TaskError.ENROLMENT_CHANGED,
                "the caller was enrolled anew since they accepted the task: accept it again first");
        TaskView view = repositories.tasks().view(taskId).orElseThrow();
        Money amount = view.order().amount();
        Require.that(
                amount != null && task.mandate().needsApproval(amount),
                TaskError.APPROVAL_NOT_NEEDED,
                "the order is within what the mandate allows without an approval");
        Lookups.requireFirstUse(repositories, assertion, taskId);
        var approval = new Approval(taskId, Objects.requireNonNull(amount), true, now.plus(VALIDITY));
        repositories.approvals().put(approval);
        EvidenceEntry approved = EvidenceEntry.of(EvidenceEntry.Kind.APPROVED, assertion, now);
        repositories.evidence().add(taskId, approved.withAmount(approval.amount()));
        return new Approved(view, approval.expireTime());
    }

    /**
     * Notifies the delegate's phone that the task needs their approval, unless that was done just before.
     *
     * @return whether they were notified
     */
    boolean request(Repositories repositories, TaskId taskId) {
        Instant now = Micros.now(clock);
        Task task = repositories.tasks().findForUpdate(taskId).orElseThrow();
        boolean pending = repositories
                .approvals()
                .find(taskId)
                .filter(approval -> now.isBefore(approval.expireTime()))
                .isPresent();
        Money amount = repositories.tasks().view(taskId).orElseThrow().order().amount();
        if (pending || amount == null || task.state() != TaskState.READY) {
            return false;
        }
        repositories.approvals().put(new Approval(taskId, amount, false, now.plus(REQUEST_VALIDITY)));
        Notifier.notifyDelegate(repositories, NotificationKind.APPROVAL_NEEDED, task, now);
        return true;
    }
}
