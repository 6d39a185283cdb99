package dev.stead.systemtests.till;

import dev.stead.mesh.Problem;
import dev.stead.systemtests.till.TillJournal.Answer;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.GetExecutionRequest;
import dev.stead.task.v1.TerminalServiceGrpc;
import dev.stead.task.v1.TerminalServiceGrpc.TerminalServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A terminal that pays one task's order again and again, one settlement after the other, whatever happens to the services: it retries
 * with the same request id until it has a final answer. Runs on the caller's thread.
 */
public final class Till implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(150);

    /** Codes that leave the outcome open: the till retries the same request. Every other code is an answer. */
    private static final Set<Status.Code> NO_ANSWER = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.ABORTED,
            Status.Code.CANCELLED,
            Status.Code.INTERNAL,
            Status.Code.UNKNOWN,
            Status.Code.RESOURCE_EXHAUSTED);

    private static final String EXPIRED = "ASSERTION_EXPIRED";

    private final Plan plan;
    private final List<ManagedChannel> channels;
    private final TillAssertionSigner signer;
    private final TillJournal journal;
    private final Supplier<String> requestIds;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile int target;
    private volatile boolean settling;
    private volatile boolean stopped;
    private volatile boolean closed;

    /**
     * The work of a till.
     *
     * @param terminalId its own id
     * @param delegateId the person at the terminal
     * @param taskIds the tasks to confirm, one after the other, until none has uses left
     * @param usesOfEach how often each may be confirmed
     * @param home index of the service that it calls first, modulo their number
     */
    public record Plan(String terminalId, String delegateId, List<String> taskIds, int usesOfEach, int home) {
        /** The most settlements that this allows. */
        public int most() {
            return taskIds.size() * usesOfEach;
        }
    }

    /** A refusal that no row expects. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String terminalId, StatusRuntimeException refusal) {
            super(terminalId + " was refused: " + refusal.getStatus(), refusal);
        }
    }

    private Till(
            Plan plan,
            List<ManagedChannel> channels,
            TillAssertionSigner signer,
            TillJournal journal,
            Supplier<String> requestIds) {
        this.plan = plan;
        this.channels = channels;
        this.signer = signer;
        this.journal = journal;
        this.requestIds = requestIds;
    }

    /** Opens its journal. Does not own the channels: one to each task service that it may call. */
    public static Till open(
            Plan plan,
            List<ManagedChannel> channels,
            TillAssertionSigner signer,
            Path journal,
            Supplier<String> requestIds)
            throws IOException {
        return new Till(plan, channels, signer, TillJournal.open(journal), requestIds);
    }

    /** Settles until {@code settlements} have an answer or {@link #stop} is called; the open request is always finished. */
    public void run(int settlements) {
        while (answered.get() < Math.min(settlements, plan.most()) && !stopped) {
            settleOnce();
        }
    }

    /** True while a call to this service is in flight. */
    public boolean isCalling(int service) {
        return calls.get() > 0 && target == service;
    }

    /** True while it has a request without a final answer. */
    public boolean isSettling() {
        return settling;
    }

    /** Final answers, all in its journal. */
    public int answered() {
        return answered.get();
    }

    /** Starts no new request. */
    public void stop() {
        stopped = true;
    }

    /** Abandons the open request. */
    @Override
    public void close() throws IOException {
        closed = true;
        journal.close();
    }

    private void settleOnce() {
        String requestId = requestIds.get();
        journal.started(requestId);
        settling = true;
        target = plan.home % channels.size();
        String taskId = plan.taskIds.get(answered.get() / plan.usesOfEach);
        String assertion = signer.sign(plan.delegateId, plan.terminalId);
        Optional<Execution> confirmed = confirmed(requestId, taskId, assertion);
        if (confirmed.isEmpty()) {
            settling = false;
            return;
        }
        Execution execution = confirmed.get();
        while (execution.getState() == Execution.State.STATE_SETTLING) {
            pause();
            execution = lookUp(execution);
        }
        journal.answered(new Answer(
                requestId,
                execution.getExecutionId(),
                execution.getSettlementId(),
                execution.getState().name()));
        settling = false;
        answered.incrementAndGet();
    }

    /** The first answer; empty if nobody answered before the assertion expired, since then nothing was accepted. */
    private Optional<Execution> confirmed(String requestId, String taskId, String assertion) {
        while (true) {
            try {
                return Optional.of(call(() -> stub().withDeadlineAfter(Duration.ofSeconds(5))
                        .confirmTask(ConfirmTaskRequest.newBuilder()
                                .setRequestId(requestId)
                                .setAssertion(assertion)
                                .setTaskId(taskId)
                                .build())
                        .getExecution()));
            } catch (StatusRuntimeException refusal) {
                if (Problem.from(refusal)
                        .filter(problem -> problem.reason().equals(EXPIRED))
                        .isPresent()) {
                    return Optional.empty();
                }
                if (!NO_ANSWER.contains(refusal.getStatus().getCode())) {
                    throw new RefusedException(plan.terminalId, refusal);
                }
                pause();
            }
        }
    }

    private Execution lookUp(Execution settling) {
        try {
            return call(() -> stub().withDeadlineAfter(Duration.ofSeconds(2))
                    .getExecution(GetExecutionRequest.newBuilder()
                            .setExecutionId(settling.getExecutionId())
                            .build())
                    .getExecution());
        } catch (StatusRuntimeException refusal) {
            if (!NO_ANSWER.contains(refusal.getStatus().getCode())) {
                throw new RefusedException(plan.terminalId, refusal);
            }
            return settling;
        }
    }

    private TerminalServiceBlockingStub stub() {
        return TerminalServiceGrpc.newBlockingStub(channels.get(target));
    }

    /** Moves on to the next service soon, on a new connection if the last one broke: gRPC itself would back off for a second and more. */
    private void pause() {
        if (closed) {
            throw new CancellationException("the till is closed");
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        target = (target + 1) % channels.size();
        channels.get(target).resetConnectBackoff();
    }

    private <T> T call(Supplier<T> call) {
        calls.incrementAndGet();
        try {
            return call.get();
        } finally {
            calls.decrementAndGet();
        }
    }
}
