package dev.stead.task.testing;

import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.application.port.Settlements;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A payment adapter that keeps a journal and answers as it is told. Money moves once for a request id, whatever it answers. */
public final class FakeSettlements implements Settlements {
    private final ConcurrentMap<String, SettlementRequest> moved = new ConcurrentHashMap<>();
    private final List<SettlementRequest> asked = new CopyOnWriteArrayList<>();
    private volatile Function<SettlementRequest, SettlementOutcome> next = FakeSettlements::settled;

    @Override
    public SettlementOutcome settle(SettlementRequest order) {
        asked.add(order);
        SettlementOutcome outcome = next.apply(order);
        if (!(outcome instanceof SettlementOutcome.Declined)) {
            moved.putIfAbsent(order.requestId(), order);
        }
        return outcome;
    }

    public void settleAll() {
        next = FakeSettlements::settled;
    }

    public void declineAll(String reason) {
        next = order -> new SettlementOutcome.Declined("s-" + order.requestId(), reason);
    }

    /** Moves the money and loses the answer. */
    public void loseAnswers() {
        next = order -> new SettlementOutcome.Unknown();
    }

    /** Moves the money, and then the calling process dies before it can keep anything. */
    public void killCallers() {
        next = order -> {
            moved.putIfAbsent(order.requestId(), order);
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

    public static SettlementOutcome settled(SettlementRequest order) {
        return new SettlementOutcome.Settled("s-" + order.requestId());
    }
}
