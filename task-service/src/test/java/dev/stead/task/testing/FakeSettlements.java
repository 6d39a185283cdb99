package dev.stead.task.testing;

import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.application.port.Settlements;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.SettlementReference;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A payment adapter that records requests and answers as configured. Money moves once for a request id, whatever it answers. */
public final class FakeSettlements implements Settlements {
    private final ConcurrentMap<ExecutionId, SettlementRequest> moved = new ConcurrentHashMap<>();
    private final List<SettlementRequest> asked = new CopyOnWriteArrayList<>();
    private volatile Function<SettlementRequest, SettlementOutcome> next = FakeSettlements::settled;

    @Override
    public SettlementOutcome settle(SettlementRequest request) {
        asked.add(request);
        SettlementOutcome outcome = next.apply(request);
        if (!(outcome instanceof SettlementOutcome.Declined)) {
            moved.putIfAbsent(request.executionId(), request);
        }
        return outcome;
    }

    public void settleAll() {
        next = FakeSettlements::settled;
    }

    public void declineAll(String reason) {
        next = request -> new SettlementOutcome.Declined(reference(request), reason);
    }

    /** Moves the money and loses the answer. */
    public void loseAnswers() {
        next = request -> new SettlementOutcome.Unknown();
    }

    /** Moves the money, and then the calling process dies before it can keep anything. */
    public void killCallers() {
        next = request -> {
            moved.putIfAbsent(request.executionId(), request);
            throw new IllegalStateException("the process died");
        };
    }

    public void answer(Function<SettlementRequest, SettlementOutcome> answer) {
        next = answer;
    }

    /** Every call. */
    public List<SettlementRequest> asked() {
        return List.copyOf(asked);
    }

    /** How often money moved. */
    public int moves() {
        return moved.size();
    }

    public static SettlementOutcome settled(SettlementRequest request) {
        return new SettlementOutcome.Settled(reference(request));
    }

    public static SettlementReference reference(SettlementRequest request) {
        return new SettlementReference("s-" + request.executionId());
    }
}
