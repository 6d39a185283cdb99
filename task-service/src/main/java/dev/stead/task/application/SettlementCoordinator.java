package dev.stead.task.application;

import dev.stead.mesh.time.Backoff;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.Micros;
import dev.stead.mesh.time.Parallel;
import dev.stead.task.application.port.ExecutionRecords.Unresolved;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.application.port.Settlements;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Brings settling executions to their outcome: the first time in the terminal's call, and if that got no answer, or this process
 * died, again and again with the same request id until there is one. Thread-safe.
 */
public final class SettlementCoordinator {
    private static final int BATCH = 16;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final UnitOfWork store;
    private final Settlements settlements;
    private final InstantSource clock;
    private final Limits limits;
    private final Backoff backoff;

    /**
     * @param firstRetry when a settling execution is asked for again: longer than a settlement's deadline, so that the terminal's call is over by then
     * @param failureLimit executions that may fail in a row before a task is given up
     */
    public record Limits(Duration firstRetry, int failureLimit) {}

    public SettlementCoordinator(UnitOfWork store, Settlements settlements, Environment environment, Limits limits) {
        this.store = store;
        this.settlements = settlements;
        this.clock = environment.clock();
        this.backoff = new Backoff(SHORTEST, LONGEST, environment.random());
        this.limits = limits;
    }

    public Limits limits() {
        return limits;
    }

    /** Asks for the money and keeps what came of it; {@code then} runs in the transaction that keeps it. */
    public Execution settle(String executionId, BiConsumer<Repositories, Execution> then) {
        SettlementOutcome outcome = settlements.settle(store.read(records -> orderFor(records, executionId)));
        return store.write(records -> {
            Execution execution = keep(records, executionId, outcome);
            then.accept(records, execution);
            return execution;
        });
    }

    /** Asks for the outcome of every settling execution that is due, and says when to come again. */
    public Instant resume() {
        Instant now = Micros.now(clock);
        List<Unresolved> due = store.read(records -> records.executions().due(now, BATCH));
        // Side by side: one that waits for its deadline must not hold up the others.
        Parallel.runAll(due.stream()
                .<Runnable>map(unresolved -> () -> retry(unresolved))
                .toList());
        Instant idle = now.plus(IDLE);
        Instant next = store.read(records -> records.executions().nextAttempt()).orElse(idle);
        return next.isBefore(idle) ? next : idle;
    }

    private void retry(Unresolved unresolved) {
        Instant next = Micros.now(clock).plus(backoff.delay(unresolved.attempts()));
        if (store.write(records -> records.executions().postpone(unresolved, next))) {
            settle(unresolved.executionId(), (records, execution) -> {});
        }
    }

    private static SettlementRequest orderFor(Repositories records, String executionId) {
        Execution execution = records.executions().find(executionId).orElseThrow();
        TaskView view = records.tasks().view(execution.taskId()).orElseThrow();
        Money amount = switch (execution.outcome()) {
            case Execution.Settling(Money asked) -> asked;
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

    private Execution keep(Repositories records, String executionId, SettlementOutcome outcome) {
        String taskId = records.executions().find(executionId).orElseThrow().taskId();
        Task task = records.tasks().findForChange(taskId).orElseThrow();
        Execution execution = records.executions().find(executionId).orElseThrow();
        if (!(execution.outcome() instanceof Execution.Settling(Money amount))) {
            return execution;
        }
        Instant now = Micros.now(clock);
        return switch (outcome) {
            case SettlementOutcome.Unknown() -> execution;
            case SettlementOutcome.Settled(String settlementId) ->
                ExecutionFinisher.keep(
                        records, task, execution.settled(new Execution.Paid(amount, settlementId), now), limits);
            case SettlementOutcome.Declined(String settlementId, String reason) ->
                ExecutionFinisher.keep(
                        records,
                        task,
                        execution.settled(new Execution.Refused(amount, settlementId, reason), now),
                        limits);
        };
    }
}
