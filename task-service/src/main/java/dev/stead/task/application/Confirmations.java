package dev.stead.task.application;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.StoredRequest;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.EligibilityInput;
import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;

/** Doing a task at a terminal, and reporting whether an object was collected. Thread-safe. */
public final class Confirmations {
    private final UnitOfWork unitOfWork;
    private final Assertions assertions;
    private final Eligibility eligibility;
    private final InstantSource clock;
    private final IdGenerator ids;
    private final Consumer<Instant> resumeBy;
    private final Approvals approvals;
    private final EnrolmentChanges enrolmentChanges;
    private final SettlementCoordinator settlementCoordinator;

    /**
     * The ports and rules that a confirmation needs.
     *
     * @param resumeBy is called with the instant at which a new execution is resumed if its outcome is not known by then
     */
    public record Parts(
            UnitOfWork unitOfWork,
            Assertions assertions,
            Eligibility eligibility,
            InstantSource clock,
            IdGenerator ids,
            Consumer<Instant> resumeBy) {}

    public Confirmations(
            Parts parts,
            Approvals approvals,
            EnrolmentChanges enrolmentChanges,
            SettlementCoordinator settlementCoordinator) {
        this.unitOfWork = parts.unitOfWork();
        this.assertions = parts.assertions();
        this.eligibility = parts.eligibility();
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.resumeBy = parts.resumeBy();
        this.approvals = approvals;
        this.enrolmentChanges = enrolmentChanges;
        this.settlementCoordinator = settlementCoordinator;
    }

    /**
     * Who stands where and wants to do which task.
     *
     * @param assertion as the matcher signed it
     */
    public record Confirmation(RequestIdentity request, String assertion, TerminalId terminalId, TaskId taskId) {}

    /** Who reports a collection. */
    public sealed interface Reporter {
        /** The terminal that confirmed it. */
        record AtTerminal(TerminalId terminalId) implements Reporter {}

        /** The order's merchant. */
        record AtMerchant(MerchantId merchantId) implements Reporter {}
    }

    /**
     * Does a task, once for each request id: claims the task and its order in one transaction, settles outside of any, and stores the
     * outcome in another. If the outcome is not known in time, the execution returned is still settling. A call with the request id of
     * an earlier one returns the execution that the earlier one began.
     *
     * @throws TaskException the refusal of the first condition that does not hold; {@code REQUEST_IN_PROGRESS} while an earlier call
     *     with the same id has neither an answer nor an outcome
     */
    public Execution confirm(Confirmation confirmation) {
        Claim claim =
                enrolmentChanges.learningFrom(confirmation.assertion(), () -> claimOrRequestApproval(confirmation));
        Execution execution = claim.execution();
        return claim.isNew() && execution.isSettling() ? settlementCoordinator.settle(execution.id()) : execution;
    }

    /** @throws TaskException {@code EXECUTION_NOT_FOUND} to anybody but its terminal and merchant, {@code EXECUTION_NOT_COLLECTING} */
    public Execution report(Repositories repositories, Reporter reporter, ExecutionId executionId, boolean collected) {
        TaskId taskId = Lookups.execution(repositories, executionId, _ -> true).taskId();
        Task task = repositories.tasks().findForUpdate(taskId).orElseThrow();
        // Read again: it may have changed before the task was locked.
        Execution execution = Lookups.execution(repositories, executionId, found -> mayReport(reporter, task, found));
        Execution reported = execution.reported(collected, Micros.now(clock));
        return ExecutionFinisher.finish(repositories, task, reported, settlementCoordinator.limits());
    }

    /** An execution, and whether this call began it. */
    private record Claim(Execution execution, boolean isNew) {}

    /** A claim that lacks nothing but the delegate's approval notifies their phone; the same request may then be repeated. */
    private Claim claimOrRequestApproval(Confirmation confirmation) {
        try {
            return unitOfWork.write(repositories -> claimOnce(repositories, confirmation));
        } catch (TaskException refusal) {
            if (refusal.error() == TaskError.APPROVAL_REQUIRED) {
                unitOfWork.write(repositories -> approvals.request(repositories, confirmation.taskId()));
            }
            throw refusal;
        }
    }

    private Claim claimOnce(Repositories repositories, Confirmation confirmation) {
        var executionId = new ExecutionId(ids.next());
        if (repositories.requests().add(confirmation.request(), executionId)) {
            return new Claim(claim(repositories, confirmation, executionId), true);
        }
        return new Claim(claimedBefore(repositories, confirmation.request()), false);
    }

    private static Execution claimedBefore(Repositories repositories, RequestIdentity request) {
        StoredRequest stored = repositories.requests().find(request.requestId()).orElseThrow();
        stored.requireSame(request);
        Execution execution =
                stored.executionId().flatMap(repositories.executions()::find).orElseThrow();
        // Without an answer the earlier call has died or is still settling: there is nothing to say until the outcome
        // is known.
        Require.that(
                stored.answer().isPresent() || !execution.isSettling(),
                TaskError.REQUEST_IN_PROGRESS,
                "the request is in progress; ask again with the same request id");
        return execution;
    }

    private Execution claim(Repositories repositories, Confirmation confirmation, ExecutionId executionId) {
        Instant now = Micros.now(clock);
        Assertion assertion = assertions.read(confirmation.assertion());
        assertion.requireMadeAt(confirmation.terminalId(), now);
        Task task = Lookups.taskForUpdate(
                repositories,
                confirmation.taskId(),
                found -> found.parties().delegateId().equals(assertion.subjectId()));
        Order order = repositories.orders().findForUpdate(task.order()).orElseThrow();
        Terminal terminal = Lookups.terminal(repositories, confirmation.terminalId());
        MandateUsage usage = Lookups.usage(repositories, task, now);
        eligibility
                .judge(new EligibilityInput(task, order, usage, assertion), terminal, now)
                .requireEligible();
        Lookups.requireFirstUse(repositories, assertion, task.id());
        var attempt = new Execution.Attempt(executionId, task.id(), terminal.id());
        Execution execution = Execution.begin(attempt, firstOutcome(task, order), now);
        store(repositories, execution, now);
        EvidenceEntry confirmed = EvidenceEntry.of(EvidenceEntry.Kind.CONFIRMED, assertion, now);
        repositories.evidence().add(task.id(), confirmed.withExecution(execution));
        if (usage.approval() != null) {
            repositories.approvals().remove(task.id());
        }
        Task claimed = task.claim(executionId, now);
        repositories.tasks().replace(claimed);
        repositories.orders().replace(order.hold(executionId));
        if (execution.outcome() instanceof Execution.Collecting) {
            Notifier.notifyBoth(repositories, NotificationKind.COLLECTION_STARTED, claimed, now);
        }
        return execution;
    }

    private void store(Repositories repositories, Execution execution, Instant now) {
        Instant firstRetry = now.plus(settlementCoordinator.limits().firstRetry());
        repositories.executions().add(execution, firstRetry);
        if (execution.isSettling()) {
            resumeBy.accept(firstRetry);
        }
    }

    /** An eligible order has what its kind of task needs. */
    private static Execution.Outcome firstOutcome(Task task, Order order) {
        return switch (task.mandate().kind()) {
            case PAYMENT -> new Execution.Settling(Objects.requireNonNull(order.amount()));
            case COLLECTION -> new Execution.Collecting(Objects.requireNonNull(order.collectionPoint()));
        };
    }

    private static boolean mayReport(Reporter reporter, Task task, Execution execution) {
        return switch (reporter) {
            case Reporter.AtTerminal(TerminalId terminalId) ->
                execution.terminalId().equals(terminalId);
            case Reporter.AtMerchant(MerchantId merchantId) ->
                task.order().merchantId().equals(merchantId);
        };
    }
}
