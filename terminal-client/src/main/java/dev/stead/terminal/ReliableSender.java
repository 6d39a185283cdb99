package dev.stead.terminal;

import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.GetExecutionRequest;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.TerminalServiceGrpc;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does an intention exactly once: on disk first, then sent, and sent again with the same id while nobody answers; a settlement that is under
 * way is asked for, never confirmed anew. What is still unknown at the end of the patience stays in the journal.
 */
final class ReliableSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReliableSender.class);

    private static final String APPROVAL_REQUIRED = "APPROVAL_REQUIRED";

    private final TerminalServiceGrpc.TerminalServiceBlockingV2Stub tasks;
    private final Journal journal;
    private final Deadlines deadlines;
    private final RequestIdSource ids;
    private final CountDownLatch closing = new CountDownLatch(1);

    ReliableSender(Channel tasks, Journal journal, Deadlines deadlines, RequestIdSource ids) {
        this.tasks = TerminalServiceGrpc.newBlockingV2Stub(tasks);
        this.journal = journal;
        this.deadlines = deadlines;
        this.ids = ids;
    }

    Confirmation begin(PendingRequest intention) {
        journal.begin(intention);
        return pursue(intention);
    }

    /** Takes up what an earlier run left open, oldest first. */
    List<Confirmation> resume(List<PendingRequest> left) {
        if (!left.isEmpty()) {
            log.info("taking up {} intentions that the last run left open", left.size());
        }
        return left.stream().map(this::pursue).toList();
    }

    private Confirmation pursue(PendingRequest intention) {
        Instant end = ids.after(deadlines.patience());
        do {
            try {
                Execution execution = settled(send(intention), end);
                if (execution.getState() != Execution.State.STATE_SETTLING) {
                    Confirmation known = Confirmation.of(execution);
                    journal.finish(intention.requestId());
                    return known;
                }
            } catch (SteadException e) {
                if (!e.isOpen() && !waitsForApproval(e, end)) {
                    journal.finish(intention.requestId());
                    return new Confirmation.Refused(e.reason(), e.problem().message());
                }
                log.info("request {} is not answered yet: {}", intention.requestId(), e.reason());
            }
        } while (pause(end));
        return new Confirmation.Unknown(intention.requestId().toString());
    }

    /** The delegate's phone was asked: the same request goes through once they have approved. */
    private boolean waitsForApproval(SteadException refusal, Instant end) {
        return refusal.reason().equals(APPROVAL_REQUIRED)
                && ids.after(deadlines.retry()).isBefore(end);
    }

    private Execution send(PendingRequest intention) {
        var stub = ServiceCalls.within(deadlines.settle(), tasks);
        return switch (intention) {
            case PendingRequest.Confirm(UUID id, String assertion, String taskId) ->
                ServiceCalls.call(
                                "task service",
                                () -> stub.confirmTask(ConfirmTaskRequest.newBuilder()
                                        .setRequestId(id.toString())
                                        .setAssertion(assertion)
                                        .setTaskId(taskId)
                                        .build()))
                        .getExecution();
            case PendingRequest.Report(UUID id, String executionId, var outcome) ->
                ServiceCalls.call(
                                "task service",
                                () -> stub.reportCollection(ReportCollectionRequest.newBuilder()
                                        .setRequestId(id.toString())
                                        .setExecutionId(executionId)
                                        .setOutcome(outcome)
                                        .build()))
                        .getExecution();
        };
    }

    private Execution settled(Execution first, Instant end) {
        Execution execution = first;
        while (execution.getState() == Execution.State.STATE_SETTLING && pause(end)) {
            GetExecutionRequest request = GetExecutionRequest.newBuilder()
                    .setExecutionId(execution.getExecutionId())
                    .build();
            execution = ServiceCalls.call(
                            "task service",
                            () -> ServiceCalls.within(deadlines.tasks(), tasks).getExecution(request))
                    .getExecution();
        }
        return execution;
    }

    /** Waits a little; false if there is no time left, or the terminal closes. */
    private boolean pause(Instant end) {
        Duration left = Duration.between(ids.now(), end);
        if (!left.isPositive()) {
            return false;
        }
        try {
            long nanos = Math.min(deadlines.retry().toNanos(), left.toNanos());
            return !closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
