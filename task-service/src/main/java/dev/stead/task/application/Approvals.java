package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.passkey.PasskeyAssertion;
import dev.stead.task.domain.passkey.PasskeyPurpose;
import dev.stead.task.domain.task.Approval;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Step-up: above a mandate's limit the delegate approves on their own phone before a terminal may do the task. Thread-safe. */
public final class Approvals {
    /** Long enough to walk to the till. */
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    /** A terminal that asks again and again does not notify the phone each time. */
    private static final Duration REQUEST_VALIDITY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Policy policy;
    private final PasskeySignatures signatures;

    Approvals(InstantSource clock, Policy policy, PasskeySignatures signatures) {
        this.clock = clock;
        this.policy = policy;
        this.signatures = signatures;
    }

    /** A task and until when it may be done now. */
    public record Approved(TaskView view, Instant expireTime) {}

    /** A task whose approval is due, as the transaction sees it. */
    public record ApprovalTerms(TaskView view, Money amount) {
        PasskeyPurpose purpose() {
            return new PasskeyPurpose.Approval(
                    view.task().id(), amount, view.order().key().merchantId());
        }
    }

    /** What the phone shows, and what it has its authenticator sign. */
    public record ApprovalRequest(ApprovalTerms terms, PasskeyRequest request) {}

    /**
     * Begins an approval with a passkey: the challenge stands for this task, the amount that its order has now, and its payee.
     *
     * @throws TaskException as {@link #approve(Repositories, PersonId, Assertion, TaskId)}, or {@code PASSKEY_WAITS}, {@code PASSKEYS_OFF}
     */
    public ApprovalRequest begin(Repositories repositories, PersonId personId, TaskId taskId) {
        ApprovalTerms terms = terms(repositories, personId, taskId);
        return new ApprovalRequest(terms, signatures.ask(repositories, personId, terms.purpose(), Micros.now(clock)));
    }

    /**
     * Approves the amount that the order has now; the assertion proves that the delegate was identified on their phone.
     *
     * @throws TaskException {@code APPROVAL_NOT_NEEDED} for a task whose order is within the limit, {@code PASSKEY_REQUIRED} for one for
     *     which that is not enough
     */
    public Approved approve(Repositories repositories, PersonId personId, Assertion assertion, TaskId taskId) {
        Instant now = Micros.now(clock);
        assertion.requireAbout(personId, now);
        ApprovalTerms terms = terms(repositories, personId, taskId);
        Require.that(
                terms.view().task().isAcceptedAs(assertion.enrolment()),
                TaskError.ENROLMENT_CHANGED,
                "the caller was enrolled anew since they accepted the task: accept it again first");
        Require.that(
                !policy.needsPasskey(terms.view().task().mandate(), terms.amount()),
                TaskError.PASSKEY_REQUIRED,
                "the amount is over the operator's limit, where a face is not enough: sign with a passkey (BeginApproval)");
        Lookups.requireFirstUse(repositories, assertion, taskId);
        EvidenceEntry approved = EvidenceEntry.of(EvidenceEntry.Kind.APPROVED, assertion, now);
        return grant(repositories, terms, null, approved);
    }

    /**
     * Approves what the delegate has signed with their passkey, and nothing else: this task, this amount, this payee.
     *
     * @throws TaskException as {@link #begin}, or {@code PASSKEY_CHALLENGE_MISSING}, {@code PASSKEY_NOT_FOUND}, {@code PASSKEY_INVALID},
     *     {@code PASSKEY_COUNTER_BACK}
     */
    public Approved approve(Repositories repositories, PersonId personId, PasskeyAssertion assertion, TaskId taskId) {
        Instant now = Micros.now(clock);
        ApprovalTerms terms = terms(repositories, personId, taskId);
        PasskeySignatures.Signed signed =
                signatures.requireSigned(repositories, personId, terms.purpose(), assertion, now);
        EvidenceEntry approved =
                EvidenceEntry.of(EvidenceEntry.Kind.APPROVED, personId, now).withPasskey(signed.proof());
        return grant(repositories, terms, signed.passkey().id(), approved);
    }

    private ApprovalTerms terms(Repositories repositories, PersonId personId, TaskId taskId) {
        Task task = Lookups.taskForUpdate(
                repositories, taskId, found -> found.parties().delegateId().equals(personId));
        Require.that(
                task.state() == TaskState.READY,
                TaskError.TASK_NOT_READY,
                "the task is " + task.state() + ": only a ready one can be approved");
        TaskView view = repositories.tasks().view(taskId).orElseThrow();
        Money amount = view.order().amount();
        Require.that(
                amount != null && policy.needsApproval(task.mandate(), amount),
                TaskError.APPROVAL_NOT_NEEDED,
                "the order is within what mandate and operator allow without an approval");
        return new ApprovalTerms(view, Objects.requireNonNull(amount));
    }

    private static Approved grant(
            Repositories repositories, ApprovalTerms terms, @Nullable PasskeyId passkeyId, EvidenceEntry approved) {
        TaskId taskId = terms.view().task().id();
        var approval = new Approval(
                taskId, terms.amount(), true, passkeyId, approved.time().plus(VALIDITY));
        repositories.approvals().put(approval);
        repositories.evidence().add(taskId, approved.withAmount(terms.amount()));
        return new Approved(terms.view(), approval.expireTime());
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
        repositories.approvals().put(Approval.asked(taskId, amount, now.plus(REQUEST_VALIDITY)));
        Notifier.notifyDelegate(repositories, NotificationKind.APPROVAL_NEEDED, task, now);
        return true;
    }
}
