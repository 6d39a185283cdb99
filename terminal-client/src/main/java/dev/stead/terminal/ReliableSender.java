package dev.stead.terminal;

import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.GetExecutionRequest;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.TerminalServiceGrpc;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a request so that it takes effect exactly once: first to disk, then to the task service, and again with the same request id until
 * there is a response. While a settlement is in progress its execution is looked up; it is never confirmed a second time. A request
 * whose outcome is still unknown after {@link Deadlines#total} stays in the journal.
 */
final class ReliableSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReliableSender.class);

    private static final String APPROVAL_REQUIRED = "APPROVAL_REQUIRED";

    private final TerminalServiceGrpc.TerminalServiceBlockingV2Stub tasks;
    private final Journal journal;
    private final Deadlines deadlines;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);

    ReliableSender(Channel tasks, Journal journal, Deadlines deadlines, InstantSource clock) {
        this.tasks = TerminalServiceGrpc.newBlockingV2Stub(tasks);
        this.journal = journal;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    Confirmation send(PendingRequest request) {
        journal.begin(request);
        return pursue(request);
    }

    /** Resumes requests that are in the journal already, in this order. */
    List<Confirmation> resume(List<PendingRequest> pending) {
        if (!pending.isEmpty()) {
            log.info("resuming {} requests of the last run", pending.size());
        }
        return pending.stream().map(this::pursue).toList();
    }

    private Confirmation pursue(PendingRequest request) {
        Instant end = after(deadlines.total());
        do {
            try {
                Execution execution = settled(attempt(request), end);
                if (execution.getState() != Execution.State.STATE_SETTLING) {
                    Confirmation outcome = Confirmation.of(execution);
                    journal.finish(request.requestId());
                    return outcome;
                }
            } catch (SteadException e) {
                if (!e.isInconclusive() && !awaitsApproval(e, end)) {
                    journal.finish(request.requestId());
                    return new Confirmation.Refused(e.reason(), e.problem().message());
                }
                log.info("request {} has no outcome yet: {}", request.requestId(), e.reason());
            }
        } while (pause(end));
        return new Confirmation.Unknown(request.requestId().toString());
    }

    /** The delegate was asked on their phone: the same request succeeds once they have approved. */
    private boolean awaitsApproval(SteadException refusal, Instant end) {
        return refusal.reason().equals(APPROVAL_REQUIRED)
                && after(deadlines.retryInterval()).isBefore(end);
    }

    private Execution attempt(PendingRequest request) {
        var stub = ServiceCalls.within(deadlines.attempt(), tasks);
        return switch (request) {
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

    /** Looks the execution up until it is no longer settling, or until {@code end}. */
    private Execution settled(Execution first, Instant end) {
        Execution execution = first;
        while (execution.getState() == Execution.State.STATE_SETTLING && pause(end)) {
            GetExecutionRequest request = GetExecutionRequest.newBuilder()
                    .setExecutionId(execution.getExecutionId())
                    .build();
            execution = ServiceCalls.call(
                            "task service",
                            () -> ServiceCalls.within(deadlines.lookup(), tasks).getExecution(request))
                    .getExecution();
        }
        return execution;
    }

    /** Waits for the retry interval; false if there is no time left, or the terminal is closing. */
    private boolean pause(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        if (!left.isPositive()) {
            return false;
        }
        try {
            long nanos = Math.min(deadlines.retryInterval().toNanos(), left.toNanos());
            return !closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Instant after(Duration duration) {
        return clock.instant().plus(duration);
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
