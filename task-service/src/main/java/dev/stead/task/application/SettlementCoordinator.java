package dev.stead.task.application;

import dev.stead.mesh.time.Backoff;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.Micros;
import dev.stead.mesh.time.Parallel;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.Repositories.Executions.Unresolved;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.application.port.Settlements;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Brings settling executions to their outcome: first in the terminal's call, and if that got no answer, or this process died, again
 * and again with the same request id until there is one. Thread-safe.
 */
public final class SettlementCoordinator {
    private static final int BATCH = 16;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final UnitOfWork unitOfWork;
    private final Settlements settlements;
    private final InstantSource clock;
    private final Limits limits;
    private final Backoff backoff;

    /**
     * When to retry, and when to give up.
     *
     * @param firstRetry after which a settling execution is resumed: longer than a settlement's deadline, so that the terminal's call is
     *     over by then
     * @param failureLimit executions that may fail in a row before a task is given up
     */
    public record Limits(Duration firstRetry, int failureLimit) {}

    public SettlementCoordinator(
            UnitOfWork unitOfWork, Settlements settlements, Environment environment, Limits limits) {
        this.unitOfWork = unitOfWork;
        this.settlements = settlements;
        this.clock = environment.clock();
        this.backoff = new Backoff(SHORTEST, LONGEST, environment.random());
        this.limits = limits;
    }

    public Limits limits() {
        return limits;
    }

    /** Settles an execution and stores its outcome; returns it as it was, still settling, if the outcome is not known yet. */
    public Execution settle(ExecutionId executionId) {
        SettlementRequest request = unitOfWork.read(repositories -> request(repositories, executionId));
        SettlementOutcome outcome = settlements.settle(request);
        return unitOfWork.write(repositories -> store(repositories, executionId, outcome));
    }

    /** Settles every execution that is due, and returns when to run next. */
    public Instant resume() {
        Instant now = Micros.now(clock);
        List<Unresolved> due =
                unitOfWork.read(repositories -> repositories.executions().findDue(now, BATCH));
        // Side by side: one that waits for its deadline must not hold up the others.
        Parallel.runAll(due.stream()
                .<Runnable>map(unresolved -> () -> retry(unresolved))
                .toList());
        Instant idle = now.plus(IDLE);
        return unitOfWork
                .read(repositories -> repositories.executions().nextAttemptTime())
                .filter(idle::isAfter)
                .orElse(idle);
    }

    private void retry(Unresolved unresolved) {
        Instant next = Micros.now(clock).plus(backoff.delay(unresolved.attempts()));
        if (unitOfWork.write(repositories -> repositories.executions().postpone(unresolved, next))) {
            settle(unresolved.executionId());
        }
    }

    private static SettlementRequest request(Repositories repositories, ExecutionId executionId) {
        Execution execution = repositories.executions().find(executionId).orElseThrow();
        TaskView view = repositories.tasks().view(execution.taskId()).orElseThrow();
        Money amount = switch (execution.outcome()) {
            case Execution.Settling settling -> settling.amount();
            case Execution.Paid paid -> paid.amount();
            case Execution.Refused refused -> refused.amount();
            case Execution.Collecting _, Execution.Collected _, Execution.NotCollected _ ->
                throw new IllegalStateException("a collection is not settled");
        };
        return new SettlementRequest(
                executionId,
                view.task().parties().delegateId(),
                view.order().key().merchantId(),
                amount);
    }

    private Execution store(Repositories repositories, ExecutionId executionId, SettlementOutcome outcome) {
        TaskId taskId =
                repositories.executions().find(executionId).orElseThrow().taskId();
        Task task = repositories.tasks().findForUpdate(taskId).orElseThrow();
        // Read again: it may have changed before the task was locked.
        Execution execution = repositories.executions().find(executionId).orElseThrow();
        if (!(execution.outcome() instanceof Execution.Settling(Money amount))) {
            return execution;
        }
        Instant now = Micros.now(clock);
        return switch (outcome) {
            case SettlementOutcome.Unknown() -> execution;
            case SettlementOutcome.Settled(SettlementReference settlement) ->
                finish(repositories, task, execution.settled(new Execution.Paid(amount, settlement), now));
            case SettlementOutcome.Declined(SettlementReference settlement, String reason) ->
                finish(repositories, task, execution.settled(new Execution.Refused(amount, settlement, reason), now));
        };
    }

    private Execution finish(Repositories repositories, Task task, Execution execution) {
        return ExecutionFinisher.finish(repositories, task, execution, limits);
    }
}
