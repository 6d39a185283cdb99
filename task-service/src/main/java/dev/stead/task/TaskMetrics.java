package dev.stead.task;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.stead.task.application.port.NotificationSender;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.application.port.Settlements;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.storage.TaskDatabase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.ToDoubleFunction;

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
    void showSettling(UnitOfWork store) {
        Gauge.builder(
                        "stead_executions_settling",
                        store,
                        records -> records.<Integer>read(all -> all.executions().settling()))
                .description("executions whose outcome is not known yet")
                .register(registry);
    }

    /** How often a cache knew the answer. */
    void showCaches(TaskDatabase store) {
        for (String cache : store.cacheStats().keySet()) {
            count(store, cache, "hit", CacheStats::hitCount);
            count(store, cache, "miss", CacheStats::missCount);
        }
    }

    // A meter holds what it asks weakly: it must be something that others hold, as they do the store.
    private void count(TaskDatabase store, String cache, String result, ToDoubleFunction<CacheStats> count) {
        FunctionCounter.builder(
                        "stead_cache_requests",
                        store,
                        all -> count.applyAsDouble(all.cacheStats().getOrDefault(cache, CacheStats.empty())))
                .description("questions to a cache of the task store, by whether it knew the answer")
                .tags("cache", cache, "result", result)
                .register(registry);
    }

    /** Counts deliveries by whether the receiver took them. */
    NotificationSender counted(NotificationSender sink) {
        return (personId, notification) -> {
            boolean taken = sink.deliver(personId, notification);
            Counter.builder("stead_webhook_deliveries")
                    .description("notifications posted to the webhook's receiver")
                    .tag("outcome", taken ? "taken" : "refused")
                    .register(registry)
                    .increment();
            return taken;
        };
    }

    /** Asked at each scrape, by one look at a partial index. */
    void showUndelivered(UnitOfWork store) {
        Gauge.builder(
                        "stead_inboxes_undelivered",
                        store,
                        records -> records.<Integer>read(all -> all.inboxes().undelivered()))
                .description("people with notifications that the webhook's receiver has not taken")
                .register(registry);
    }

    private SettlementOutcome timed(Settlements settlements, SettlementRequest order) {
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
