package dev.stead.task;

import dev.stead.task.domain.RecordStore;
import dev.stead.task.domain.SettlementOrder;
import dev.stead.task.domain.SettlementOutcome;
import dev.stead.task.domain.Settlements;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What an operator watches: how long payments take, how they end, and how many executions still wait for their outcome. Thread-safe. */
final class TaskMetrics {
    private final MeterRegistry registry;

    TaskMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Times every question for money, by what is known after it. */
    Settlements timed(Settlements settlements) {
        return order -> timed(settlements, order);
    }

    /** Asked at each scrape, by one look at a partial index: more than a few for more than a minute wants a person. */
    void showSettling(RecordStore store) {
        Gauge.builder(
                        "stead_executions_settling",
                        store,
                        records -> records.<Integer>read(all -> all.executions().settling()))
                .description("executions whose outcome is not known yet")
                .register(registry);
    }

    private SettlementOutcome timed(Settlements settlements, SettlementOrder order) {
        Timer.Sample sample = Timer.start(registry);
        SettlementOutcome outcome = settlements.settle(order);
        sample.stop(Timer.builder("stead_settle")
                .description("how long the payment adapter took, by what was known then")
                .tag("outcome", name(outcome))
                .register(registry));
        return outcome;
    }

    private static String name(SettlementOutcome outcome) {
        return switch (outcome) {
            case SettlementOutcome.Settled _ -> "settled";
            case SettlementOutcome.Declined _ -> "declined";
            case SettlementOutcome.Unknown _ -> "unknown";
        };
    }
}
