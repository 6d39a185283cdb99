package dev.stead.payment;

import dev.stead.payment.application.port.Repositories.ReconciliationBook.Compared;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What an operator watches: how settlements go, and above all how many wait for a person. Thread-safe. */
final class PaymentMetrics implements Consumer<Settlement> {
    private final Map<SettlementState, Counter> changes = new EnumMap<>(SettlementState.class);
    private final AtomicLong inReview = new AtomicLong();
    private final AtomicLong breaks = new AtomicLong();
    private final AtomicLong comparedSeconds = new AtomicLong();

    PaymentMetrics(MeterRegistry registry) {
        for (SettlementState state : SettlementState.values()) {
            changes.put(
                    state,
                    Counter.builder("stead_settlement_changes")
                            .description("how often a settlement has come to a state")
                            .tag("state", state.name())
                            .register(registry));
        }
        registry.gauge("stead_settlements_in_review", inReview);
        registry.gauge("stead_reconciliation_breaks", breaks);
        registry.gauge("stead_reconciliation_last_seconds", comparedSeconds);
    }

    @Override
    public void accept(Settlement settlement) {
        Counter counter = changes.get(settlement.state());
        if (counter != null) {
            counter.increment();
        }
    }

    /** Sets two alerts: breaks want a person, and so does a comparison that is days old (seconds since 1970; 0 before the first). */
    void compared(Compared newest) {
        breaks.set(newest.breaks());
        comparedSeconds.set(newest.time().getEpochSecond());
    }

    /** Sets the alert: more than zero wants a person. */
    void inReview(long count) {
        inReview.set(count);
    }
}
