package dev.stead.task.application;

import dev.stead.mesh.time.IdGenerator;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.eligibility.Fence;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Proposal;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The phones' use cases: who delegates what to whom. Thread-safe. */
public final class Delegations {
    private final InstantSource clock;
    private final IdGenerator ids;
    private final Fence fence;
    private final Consumer<Instant> expireBy;
    private final Policy policy;

    /**
     * What proposing needs.
     *
     * @param expireBy is called with the instant at which a new task's window closes
     */
    public record Parts(InstantSource clock, IdGenerator ids, Fence fence, Consumer<Instant> expireBy) {}

    public Delegations(Parts parts, Policy policy) {
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.fence = parts.fence();
        this.expireBy = parts.expireBy();
        this.policy = policy;
    }

    /** Proposes a task to the delegate; the assertion proves that the delegator was identified. */
    public TaskView propose(Repositories repositories, Assertion assertion, Proposal requested) {
        Instant now = now();
        Parties parties = requested.parties();
        assertion.requireAbout(parties.delegatorId(), now);
        requirePlaces(repositories, requested.mandate());
        Instant contactSince = requirePeople(repositories, parties);
        Proposal proposal =
                new Proposal(parties, requested.order(), policy.applied(requested.mandate(), contactSince, now));
        requireOrder(repositories, proposal);
        requireRoom(repositories, Repositories.Tasks.Side.DELEGATOR, parties.delegatorId());
        Task task = Task.propose(new TaskId(ids.next()), proposal, now);
        Lookups.requireFirstUse(repositories, assertion, task.id());
        repositories.tasks().add(task);
        repositories.evidence().add(task.id(), EvidenceEntry.of(EvidenceEntry.Kind.PROPOSED, assertion, now));
        expireBy.accept(task.closeTime());
        return Notifier.notifyDelegate(repositories, NotificationKind.PROPOSED, task, now);
    }

    /**
     * Accepts a task, or accepts it again in a new enrolment; the assertion proves that the delegate is enrolled and was identified. The
     * delegate's other phones learn of a new enrolment as the delegator does.
     */
    public TaskView accept(Repositories repositories, PersonId personId, Assertion assertion, TaskId taskId) {
        Instant now = now();
        assertion.requireAbout(personId, now);
        Task before = taskOfDelegate(repositories, personId, taskId);
        Task task = before.accept(assertion.enrolment(), now);
        if (before.state() == TaskState.PROPOSED) {
            requireRoom(repositories, Repositories.Tasks.Side.DELEGATE, personId);
        }
        Lookups.requireFirstUse(repositories, assertion, taskId);
        repositories.tasks().replace(task);
        repositories.approvals().remove(taskId);
        if (before.isOutdatedBy(assertion.enrolment())) {
            Notifier.notifyBoth(repositories, NotificationKind.ENROLMENT_CHANGED, task, now);
        }
        repositories.evidence().add(taskId, EvidenceEntry.of(EvidenceEntry.Kind.ACCEPTED, assertion, now));
        return Notifier.notifyDelegator(repositories, NotificationKind.ACCEPTED, task, now);
    }

    public TaskView decline(Repositories repositories, PersonId personId, TaskId taskId) {
        Instant now = now();
        Task task = taskOfDelegate(repositories, personId, taskId).decline(now);
        repositories.tasks().replace(task);
        repositories.evidence().add(taskId, EvidenceEntry.of(EvidenceEntry.Kind.DECLINED, personId, now));
        return Notifier.notifyDelegator(repositories, NotificationKind.DECLINED, task, now);
    }

    public TaskView revoke(Repositories repositories, PersonId personId, TaskId taskId) {
        Instant now = now();
        Task task = Lookups.taskForUpdate(
                        repositories, taskId, found -> found.parties().includes(personId))
                .revoke(personId, now);
        repositories.tasks().replace(task);
        repositories.evidence().add(taskId, EvidenceEntry.of(EvidenceEntry.Kind.REVOKED, personId, now));
        return Notifier.notifyBoth(repositories, NotificationKind.REVOKED, task, now);
    }

    public TaskView get(Repositories repositories, PersonId personId, TaskId taskId) {
        return Lookups.task(repositories, taskId, task -> task.parties().includes(personId));
    }

    public List<TaskView> list(Repositories repositories, Repositories.Tasks.Page page) {
        return repositories.tasks().list(page);
    }

    private static Task taskOfDelegate(Repositories repositories, PersonId personId, TaskId taskId) {
        return Lookups.taskForUpdate(
                repositories, taskId, task -> task.parties().delegateId().equals(personId));
    }

    private void requirePlaces(Repositories repositories, Mandate mandate) {
        for (Place place : mandate.places()) {
            switch (place) {
                case Place.Circle _ -> {}
                case Place.Polygon polygon ->
                    Require.that(
                            fence.isSimple(polygon),
                            TaskError.POLYGON_INVALID,
                            "a polygon's ring must enclose an area and neither touch nor cross itself");
                case Place.NamedSite(SiteId siteId) ->
                    Require.that(
                            repositories.registry().site(siteId).isPresent(),
                            TaskError.SITE_NOT_FOUND,
                            "site " + siteId + " is not registered");
            }
        }
    }

    /** Requires that the two know each other; returns since when the delegate is a contact. */
    private static Instant requirePeople(Repositories repositories, Parties parties) {
        Require.that(
                repositories.people().displayName(parties.delegatorId()).isPresent(),
                TaskError.DISPLAY_NAME_MISSING,
                "set a display name first: the delegate and the terminal show it");
        return repositories
                .people()
                .contactSince(parties.delegatorId(), parties.delegateId())
                .orElseThrow(() -> new TaskException(
                        TaskError.NOT_A_CONTACT,
                        "the delegate must be one of the caller's contacts: each must have added the other"));
    }

    private static void requireOrder(Repositories repositories, Proposal proposal) {
        Order order = repositories
                .orders()
                .find(proposal.order())
                .orElseThrow(() -> new TaskException(
                        TaskError.ORDER_NOT_FOUND, "the merchant has registered no order of this id"));
        Require.that(
                order.state() == Order.State.OPEN
                        || (order.state() == Order.State.PAID
                                && proposal.mandate().kind() == TaskKind.COLLECTION),
                TaskError.ORDER_STATE_FORBIDS,
                "the order is " + order.state() + ": there is nothing left to do");
        requireKind(proposal.mandate(), order);
        requireAllowed(proposal.mandate(), order);
    }

    /** Amount, currency and collection point of an order never change: what it lacks now it lacks at the terminal. */
    private static void requireKind(Mandate mandate, Order order) {
        switch (mandate.kind()) {
            case PAYMENT -> {
                Require.that(
                        !order.hasNothingToPay(),
                        TaskError.ORDER_STATE_FORBIDS,
                        "there is nothing to pay: propose a COLLECTION of this order");
                Require.that(
                        inOneCurrency(order.amount(), mandate.amountLimit()),
                        TaskError.AMOUNT_LIMIT_INVALID,
                        "amount_limit must be in the currency of the order");
                requireWithin(order.amount(), mandate.amountLimit(), TaskError.AMOUNT_OVER_LIMIT, "amount_limit");
            }
            case COLLECTION ->
                Require.that(
                        order.collectionPoint() != null,
                        TaskError.ORDER_STATE_FORBIDS,
                        "there is nothing to collect: the merchant registered the order without a collection_point");
        }
    }

    private static boolean inOneCurrency(@Nullable Money amount, @Nullable Money limit) {
        return amount != null && limit != null && amount.currencyCode().equals(limit.currencyCode());
    }

    /** Refuses a mandate under which its own order could never be done: it must be a mistake. */
    private static void requireAllowed(Mandate mandate, Order order) {
        for (Constraint constraint : mandate.constraints()) {
            switch (constraint) {
                case Constraint.AllowedMerchants(var merchantIds) ->
                    Require.that(
                            merchantIds.contains(order.key().merchantId()),
                            TaskError.MERCHANT_NOT_ALLOWED,
                            "the order's merchant is not one of allowed_merchants");
                case Constraint.AllowedOrderKinds(var kinds) ->
                    Require.that(
                            kinds.contains(order.kind()),
                            TaskError.ORDER_KIND_NOT_ALLOWED,
                            "the order's kind is not one of allowed_order_kinds");
                case Constraint.TotalLimit(var limit) ->
                    requireWithin(order.amount(), limit, TaskError.BUDGET_EXHAUSTED, "total_limit");
                case Constraint.PeriodLimit limit ->
                    requireWithin(
                            order.amount(),
                            limit.amount(),
                            TaskError.PERIOD_LIMIT_REACHED,
                            "period_limit.amount_limit");
                case Constraint.NotBefore(Instant time) -> requireOpenFrom(mandate.window(), time);
                case Constraint.ApprovalAbove _ -> {}
                case Constraint.Unknown _ ->
                    throw new TaskException(TaskError.CONSTRAINT_UNKNOWN, "the mandate has an unknown constraint");
            }
        }
    }

    private static void requireWithin(@Nullable Money amount, @Nullable Money limit, TaskError error, String field) {
        Require.that(
                amount == null || limit == null || amount.isWithin(limit),
                error,
                "the order costs " + amount + ", which is over " + field + " (" + limit + "): allow at least as much");
    }

    /** Of the delegator's own words and of the cooling-off. */
    private static void requireOpenFrom(TimeWindow window, Instant time) {
        Require.that(
                window.slotAt(time).isPresent() || window.nextSlot(time).isPresent(),
                TaskError.DELEGATE_COOLING_OFF,
                "the delegate may not act before " + local(window, time) + ", but the window closes at "
                        + local(window, window.lastClose()) + ": let it end later");
    }

    private static ZonedDateTime local(TimeWindow window, Instant time) {
        return time.atZone(window.zone()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static void requireRoom(Repositories repositories, Repositories.Tasks.Side side, PersonId personId) {
        Require.that(
                repositories.tasks().countOpen(side, personId) < Task.MAX_OPEN_PER_PERSON,
                TaskError.TOO_MANY_OPEN_TASKS,
                "at most " + Task.MAX_OPEN_PER_PERSON + " tasks may be open at a time; finish or revoke some");
    }

    private Instant now() {
        return Micros.now(clock);
    }
}
