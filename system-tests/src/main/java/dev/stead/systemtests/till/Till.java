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
 * A terminal that pays one task's order again and again, one settlement after the other, whatever happens to the services: it asks with
 * the same request id until it has a final answer. Runs on a thread of the caller's.
 */
public final class Till implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(150);

    /** Nobody was there, or nobody knows yet: the same request again. Everything else is an answer. */
    private static final Set<Status.Code> NO_ANSWER = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.ABORTED,
            Status.Code.CANCELLED,
            Status.Code.INTERNAL,
            Status.Code.UNKNOWN,
            Status.Code.RESOURCE_EXHAUSTED);

    private static final String EXPIRED = "ASSERTION_EXPIRED";

    private final Errand errand;
    private final List<ManagedChannel> channels;
    private final TillAssertionSigner signer;
    private final TillJournal journal;
    private final Supplier<String> requestIds;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile int asked;
    private volatile boolean settling;
    private volatile boolean stopped;
    private volatile boolean closed;

    /**
     * What a till does.
     *
     * @param terminalId its own id
     * @param delegateId who stands before it
     * @param taskIds the tasks to do, one after the other, until each has no use left
     * @param usesOfEach how often each may be done
     * @param home which of the services it asks first, counted round and round
     */
    public record Errand(String terminalId, String delegateId, List<String> taskIds, int usesOfEach, int home) {
        /** How many settlements that is at most. */
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
            Errand errand,
            List<ManagedChannel> channels,
            TillAssertionSigner signer,
            TillJournal journal,
            Supplier<String> requestIds) {
        this.errand = errand;
        this.channels = channels;
        this.signer = signer;
        this.journal = journal;
        this.requestIds = requestIds;
    }

    /** Opens its journal. Does not own the channels, one to each task service that it may ask. */
    public static Till open(
            Errand errand,
            List<ManagedChannel> channels,
            TillAssertionSigner signer,
            Path journal,
            Supplier<String> requestIds)
            throws IOException {
        return new Till(errand, channels, signer, TillJournal.open(journal), requestIds);
    }

    /** Settles until {@code settlements} have an answer or it is told to stop; an answer that was begun for is waited for. */
    public void run(int settlements) {
        while (answered.get() < Math.min(settlements, errand.most()) && !stopped) {
            settleOnce();
        }
    }

    /** True while a call of its own to this service is under way. */
    public boolean isCalling(int service) {
        return calls.get() > 0 && asked == service;
    }

    /** True while it has begun what has no final answer. */
    public boolean isSettling() {
        return settling;
    }

    /** How many final answers it has, all in its journal. */
    public int answered() {
        return answered.get();
    }

    /** Begins nothing any more. */
    public void stop() {
        stopped = true;
    }

    /** Gives up whatever it waits for. */
    @Override
    public void close() throws IOException {
        closed = true;
        journal.close();
    }

    private void settleOnce() {
        String requestId = requestIds.get();
        journal.begun(requestId);
        settling = true;
        asked = errand.home % channels.size();
        String taskId = errand.taskIds.get(answered.get() / errand.usesOfEach);
        String assertion = signer.sign(errand.delegateId, errand.terminalId);
        Optional<Execution> confirmed = confirmed(requestId, taskId, assertion);
        if (confirmed.isEmpty()) {
            settling = false;
            return;
        }
        Execution execution = confirmed.get();
        while (execution.getState() == Execution.State.STATE_SETTLING) {
            pause();
            execution = looked(execution);
        }
        journal.told(new Answer(
                requestId,
                execution.getExecutionId(),
                execution.getSettlementId(),
                execution.getState().name()));
        settling = false;
        answered.incrementAndGet();
    }

    /** The first answer; empty if nobody answered before the assertion expired, for then nothing was taken in. */
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
                    throw new RefusedException(errand.terminalId, refusal);
                }
                pause();
            }
        }
    }

    private Execution looked(Execution settling) {
        try {
            return call(() -> stub().withDeadlineAfter(Duration.ofSeconds(2))
                    .getExecution(GetExecutionRequest.newBuilder()
                            .setExecutionId(settling.getExecutionId())
                            .build())
                    .getExecution());
        } catch (StatusRuntimeException refusal) {
            if (!NO_ANSWER.contains(refusal.getStatus().getCode())) {
                throw new RefusedException(errand.terminalId, refusal);
            }
            return settling;
        }
    }

    private TerminalServiceBlockingStub stub() {
        return TerminalServiceGrpc.newBlockingStub(channels.get(asked));
    }

    /** Asks soon, the next service if there are several, on a new connection if the last one broke: gRPC itself would wait a second and more. */
    private void pause() {
        if (closed) {
            throw new CancellationException("the till is closed");
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        asked = (asked + 1) % channels.size();
        channels.get(asked).resetConnectBackoff();
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
