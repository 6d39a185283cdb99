package dev.stead.payment;

import dev.stead.payment.application.port.Repositories.Reconciliation.ComparedDay;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Metrics of settlements; the most important one is how many are in review. Thread-safe. */
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
                            .description("how often a settlement has reached a state")
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

    /** Sets two gauges to alert on: breaks, and when a day was last compared (seconds since 1970; 0 before the first). */
    void compared(ComparedDay latest) {
        breaks.set(latest.breaks());
        comparedSeconds.set(latest.time().getEpochSecond());
    }

    /** Sets a gauge to alert on: these settlements wait for a person. */
    void inReview(long count) {
        inReview.set(count);
    }
}
