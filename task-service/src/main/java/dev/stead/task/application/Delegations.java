package dev.stead.task.application;

import dev.stead.mesh.time.IdGenerator;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.TaskRecords;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.eligibility.Fence;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Proposal;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** The phones' side: who asks whom to do what. Thread-safe. */
public final class Delegations {
    /** More than anybody uses, and few enough that a terminal visit stays one short read. */
    static final int MOST_OPEN_TASKS = 200;

    private final InstantSource clock;
    private final IdGenerator ids;
    private final Fence fence;
    private final Consumer<Instant> closings;
    private final Policy policy;

    /**
     * What proposing needs.
     *
     * @param closings is told when a new task's window closes
     */
    public record Parts(InstantSource clock, IdGenerator ids, Fence fence, Consumer<Instant> closings) {}

    public Delegations(Parts parts, Policy policy) {
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.fence = parts.fence();
        this.closings = parts.closings();
        this.policy = policy;
    }

    /** Asks the delegate; the assertion proves that the delegator was recognised. */
    public TaskView propose(Repositories records, Assertion assertion, Proposal asked) {
        Instant now = now();
        Parties parties = asked.parties();
        assertion.requireAbout(parties.delegatorId(), now);
        requirePlaces(records, asked.mandate());
        Instant contactSince = requirePeople(records, parties);
        Proposal proposal = new Proposal(parties, asked.order(), policy.applied(asked.mandate(), contactSince, now));
        requireOrder(records, proposal);
        requireRoom(records, TaskRecords.Side.DELEGATOR, parties.delegatorId());
        Task task = Task.propose(ids.next(), proposal, now);
        burn(records, assertion, task.id());
        records.tasks().add(task);
        records.evidence().add(task.id(), EvidenceEntry.of(EvidenceEntry.Kind.PROPOSED, assertion, now));
        closings.accept(task.closeTime());
        return Notifier.tellDelegate(records, NotificationKind.PROPOSED, task, now);
    }

    /** Says yes; the assertion proves that the delegate is enrolled and was recognised. */
    public TaskView accept(Repositories records, String personId, Assertion assertion, String taskId) {
        Instant now = now();
        assertion.requireAbout(personId, now);
        Task task = taskOfDelegate(records, personId, taskId).accept(now);
        requireRoom(records, TaskRecords.Side.DELEGATE, personId);
        burn(records, assertion, taskId);
        records.tasks().replace(task);
        records.evidence().add(taskId, EvidenceEntry.of(EvidenceEntry.Kind.ACCEPTED, assertion, now));
        return Notifier.tellDelegator(records, NotificationKind.ACCEPTED, task, now);
    }

    public TaskView decline(Repositories records, String personId, String taskId) {
        Instant now = now();
        Task task = taskOfDelegate(records, personId, taskId).decline(now);
        records.tasks().replace(task);
        records.evidence().add(taskId, EvidenceEntry.of(EvidenceEntry.Kind.DECLINED, personId, now));
        return Notifier.tellDelegator(records, NotificationKind.DECLINED, task, now);
    }

    public TaskView revoke(Repositories records, String personId, String taskId) {
        Instant now = now();
        Task task = records.tasks()
                .findForChange(taskId)
                .filter(found -> found.parties().include(personId))
                .orElseThrow(Delegations::notFound)
                .revoke(personId, now);
        records.tasks().replace(task);
        records.evidence().add(taskId, EvidenceEntry.of(EvidenceEntry.Kind.REVOKED, personId, now));
        return Notifier.tellBoth(records, NotificationKind.REVOKED, task, now);
    }

    public TaskView get(Repositories records, String personId, String taskId) {
        return records.tasks()
                .view(taskId)
                .filter(view -> view.task().parties().include(personId))
                .orElseThrow(Delegations::notFound);
    }

    public List<TaskView> list(Repositories records, TaskRecords.Page page) {
        return records.tasks().page(page);
    }

    /** Somebody else's task is not found, so that nobody learns which ids there are. */
    static TaskException notFound() {
        return new TaskException(TaskError.TASK_NOT_FOUND, "the caller has no task of this id");
    }

    static void burn(Repositories records, Assertion assertion, String taskId) {
        Require.holds(
                records.requests().burn(assertion, taskId),
                TaskError.ASSERTION_USED,
                "the assertion was used for this task before; capture a fresh sample");
    }

    private static Task taskOfDelegate(Repositories records, String personId, String taskId) {
        return records.tasks()
                .findForChange(taskId)
                .filter(found -> found.parties().delegateId().equals(personId))
                .orElseThrow(Delegations::notFound);
    }

    private void requirePlaces(Repositories records, Mandate mandate) {
        for (Place place : mandate.places()) {
            switch (place) {
                case Place.Circle _ -> {}
                case Place.Polygon polygon ->
                    Require.holds(
                            fence.isSimple(polygon),
                            TaskError.POLYGON_INVALID,
                            "a polygon's ring must enclose an area and neither touch nor cross itself");
                case Place.NamedSite(String siteId) ->
                    Require.holds(
                            records.register().site(siteId).isPresent(),
                            TaskError.SITE_NOT_FOUND,
                            "site " + siteId + " is not registered");
            }
        }
    }

    /** Since when the delegate is a contact. */
    private static Instant requirePeople(Repositories records, Parties parties) {
        Require.holds(
                records.people().displayName(parties.delegatorId()).isPresent(),
                TaskError.DISPLAY_NAME_MISSING,
                "set a display name first: the delegate and the terminal show it");
        return records.people()
                .contactSince(parties.delegatorId(), parties.delegateId())
                .orElseThrow(() -> new TaskException(
                        TaskError.NOT_A_CONTACT, "the delegate must be one of the caller's contacts; add them first"));
    }

    private static void requireOrder(Repositories records, Proposal proposal) {
        Order order = records.orders()
                .find(proposal.order())
                .orElseThrow(() -> new TaskException(
                        TaskError.ORDER_NOT_FOUND, "the merchant has registered no order of this id"));
        Require.holds(
                order.state() == Order.State.OPEN
                        || (order.state() == Order.State.PAID
                                && proposal.mandate().kind() == TaskKind.COLLECTION),
                TaskError.ORDER_STATE_FORBIDS,
                "the order is " + order.state() + ": there is nothing left to do");
        requireAllowed(proposal.mandate(), order);
    }

    /** A mandate under which its own order could never be done is a slip of the hand. */
    private static void requireAllowed(Mandate mandate, Order order) {
        for (Constraint constraint : mandate.constraints()) {
            switch (constraint) {
                case Constraint.AllowedMerchants(var ids) ->
                    Require.holds(
                            ids.contains(order.key().merchantId()),
                            TaskError.MERCHANT_NOT_ALLOWED,
                            "the order's merchant is not one of allowed_merchants");
                case Constraint.AllowedOrderKinds(var kinds) ->
                    Require.holds(
                            kinds.contains(order.kind()),
                            TaskError.ORDER_KIND_NOT_ALLOWED,
                            "the order's kind is not one of allowed_order_kinds");
                case Constraint.TotalLimit _,
                        Constraint.PeriodLimit _,
                        Constraint.ApprovalAbove _,
                        Constraint.NotBefore _ -> {}
                case Constraint.Unknown _ ->
                    throw new TaskException(TaskError.CONSTRAINT_UNKNOWN, "the mandate has an unknown constraint");
            }
        }
    }

    private static void requireRoom(Repositories records, TaskRecords.Side side, String personId) {
        Require.holds(
                records.tasks().openOf(side, personId) < MOST_OPEN_TASKS,
                TaskError.TOO_MANY_OPEN_TASKS,
                "at most " + MOST_OPEN_TASKS + " tasks may be open at a time; finish or revoke some");
    }

    private Instant now() {
        return Micros.now(clock);
    }
}
