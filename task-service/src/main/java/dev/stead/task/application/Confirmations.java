package dev.stead.task.application;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.StoredRequest;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Doing a task at a terminal, and saying what came of a collection. Thread-safe. */
public final class Confirmations {
    private final UnitOfWork store;
    private final Assertions assertions;
    private final Eligibility eligibility;
    private final InstantSource clock;
    private final IdGenerator ids;
    private final SettlementCoordinator settling;
    private final Consumer<Instant> retries;
    private final Approvals approvals;

    /** The ports and rules that a confirmation needs. */
    public record Parts(
            UnitOfWork store,
            Assertions assertions,
            Eligibility eligibility,
            InstantSource clock,
            IdGenerator ids,
            Consumer<Instant> retries) {}

    public Confirmations(Parts parts, SettlementCoordinator settling) {
        this.store = parts.store();
        this.assertions = parts.assertions();
        this.eligibility = parts.eligibility();
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.settling = settling;
        this.retries = parts.retries();
        this.approvals = new Approvals(parts.clock());
    }

    /** Who stands where and wants to do which task. */
    public record Confirmation(RequestIdentity intention, String assertion, String terminalId, String taskId) {}

    /** Who says what came of a collection. */
    public sealed interface Reporter {
        /** The terminal that confirmed it. */
        record AtTerminal(String terminalId) implements Reporter {}

        /** The order's merchant. */
        record AtMerchant(String merchantId) implements Reporter {}
    }

    /**
     * Does a task, once: claims the task and its order in one transaction, asks for the money outside of any, keeps what came of it
     * in another. If that is not known yet, the first answer is a settling execution.
     *
     * @param render makes the answer that is kept for the request id
     * @throws TaskException the refusal of the first condition that does not hold; {@code REQUEST_IN_PROGRESS} while an earlier call with
     *     the same id has no answer yet
     */
    public byte[] confirm(Confirmation confirmation, Function<Execution, byte[]> render) {
        RequestIdentity intention = confirmation.intention();
        Optional<String> toSettle = claimOrAsk(confirmation, render);
        toSettle.ifPresent(executionId -> settling.settle(
                executionId,
                (records, execution) -> records.requests().answer(intention.requestId(), render.apply(execution))));
        return store.read(records -> records.requests().find(intention.requestId()))
                .flatMap(StoredRequest::answer)
                .orElseThrow();
    }

    /** @throws TaskException {@code EXECUTION_NOT_FOUND} to anybody but its terminal and merchant, {@code EXECUTION_NOT_COLLECTING} */
    public Execution report(Repositories records, Reporter reporter, String executionId, boolean collected) {
        String taskId = records.executions()
                .find(executionId)
                .orElseThrow(FindTasks::noExecution)
                .taskId();
        Task task = records.tasks().findForChange(taskId).orElseThrow();
        // Read again: it may have changed until the task was ours.
        Execution execution = records.executions()
                .find(executionId)
                .filter(found -> mayReport(reporter, task, found))
                .orElseThrow(FindTasks::noExecution);
        return ExecutionFinisher.keep(
                records, task, execution.reported(collected, Micros.now(clock)), settling.limits());
    }

    /** A claim that lacks nothing but the delegate's approval asks their phone for it; the same request may then be repeated. */
    private Optional<String> claimOrAsk(Confirmation confirmation, Function<Execution, byte[]> render) {
        try {
            return store.write(records -> claimOnce(records, confirmation, render));
        } catch (TaskException refusal) {
            if (refusal.error() == TaskError.APPROVAL_REQUIRED) {
                store.write(records -> approvals.ask(records, confirmation.taskId()));
            }
            throw refusal;
        }
    }

    /** The execution that is to be settled now; empty if there is an answer already. */
    private Optional<String> claimOnce(
            Repositories records, Confirmation confirmation, Function<Execution, byte[]> render) {
        RequestIdentity intention = confirmation.intention();
        String executionId = ids.next();
        if (!records.requests().take(intention, executionId)) {
            answerAgain(records, intention, render);
            return Optional.empty();
        }
        Execution execution = claim(records, confirmation, executionId);
        if (execution.outcome() instanceof Execution.Settling) {
            return Optional.of(executionId);
        }
        records.requests().answer(intention.requestId(), render.apply(execution));
        return Optional.empty();
    }

    private static void answerAgain(
            Repositories records, RequestIdentity intention, Function<Execution, byte[]> render) {
        StoredRequest kept = records.requests().find(intention.requestId()).orElseThrow();
        kept.requireSame(intention);
        if (kept.answer().isPresent()) {
            return;
        }
        // The first call died, or is still at it: only an outcome that cannot change any more is an answer.
        Execution execution =
                kept.executionId().flatMap(records.executions()::find).orElseThrow();
        Require.holds(
                execution.outcome().isFinal(),
                TaskError.REQUEST_IN_PROGRESS,
                "the request is being worked on; ask again with the same request id");
        records.requests().answer(intention.requestId(), render.apply(execution));
    }

    private Execution claim(Repositories records, Confirmation confirmation, String executionId) {
        Instant now = Micros.now(clock);
        Assertion assertion = assertions.read(confirmation.assertion());
        assertion.requireMadeAt(confirmation.terminalId(), now);
        Task task = records.tasks()
                .findForChange(confirmation.taskId())
                .filter(found -> found.parties().delegateId().equals(assertion.subjectId()))
                .orElseThrow(Delegations::notFound);
        Order order = records.orders().findForChange(task.order()).orElseThrow();
        Terminal terminal = FindTasks.terminal(records, confirmation.terminalId());
        MandateUsage history = MandateUsage.of(records, task, now);
        eligibility
                .judge(new EligibilityInput(task, order, history), terminal, now)
                .requireEligible();
        Delegations.burn(records, assertion, task.id());
        var attempt = new Execution.Attempt(executionId, task.id(), terminal.id());
        Execution execution = Execution.begin(attempt, beginning(task, order), now);
        Task claimed = task.claim(executionId, now);
        Instant retry = now.plus(settling.limits().firstRetry());
        records.executions().add(execution, retry);
        if (execution.outcome() instanceof Execution.Settling) {
            retries.accept(retry);
        }
        records.evidence()
                .add(
                        task.id(),
                        EvidenceEntry.of(EvidenceEntry.Kind.CONFIRMED, assertion, now)
                                .by(execution));
        if (history.approval() != null) {
            records.approvals().remove(task.id());
        }
        records.tasks().replace(claimed);
        records.orders().replace(order.hold(executionId));
        if (execution.outcome() instanceof Execution.Collecting) {
            Notifier.tellBoth(records, NotificationKind.COLLECTION_STARTED, claimed, now);
        }
        return execution;
    }

    /** An eligible order has what its kind of task needs. */
    private static Execution.Outcome beginning(Task task, Order order) {
        return switch (task.mandate().kind()) {
            case PAYMENT -> new Execution.Settling(java.util.Objects.requireNonNull(order.amount()));
            case COLLECTION -> new Execution.Collecting(java.util.Objects.requireNonNull(order.collectionPoint()));
        };
    }

    private static boolean mayReport(Reporter reporter, Task task, Execution execution) {
        return switch (reporter) {
            case Reporter.AtTerminal(String terminalId) ->
                execution.terminalId().equals(terminalId);
            case Reporter.AtMerchant(String merchantId) ->
                task.order().merchantId().equals(merchantId);
        };
    }
}
