package dev.stead.task;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.stead.task.application.TaskRings;
import dev.stead.task.application.port.NotificationSender;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.application.port.Settlements;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.grpc.RingGrpcService;
import dev.stead.task.storage.TaskDatabase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What an operator watches: how long settlements take, how they end, and how many executions have no outcome yet. Thread-safe. */
final class TaskMetrics {
    private final MeterRegistry registry;

    TaskMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Times every settlement, by its outcome. */
    Settlements timed(Settlements settlements) {
        return request -> timed(settlements, request);
    }

    /** Read at each scrape, by one query of a partial index: more than a few for more than a minute needs a person. */
    void showSettling(UnitOfWork unitOfWork) {
        Gauge.builder(
                        "stead_executions_settling",
                        unitOfWork,
                        work -> work.<Integer>read(
                                repositories -> repositories.executions().countSettling()))
                .description("executions whose outcome is not known yet")
                .register(registry);
    }

    /** Hits and misses of the caches. */
    void showCaches(TaskDatabase database) {
        for (String cache : database.cacheStats().keySet()) {
            count(database, cache, "hit", CacheStats::hitCount);
            count(database, cache, "miss", CacheStats::missCount);
        }
    }

    // A meter holds its object weakly: it must be something that others hold, as they do the database.
    private void count(TaskDatabase database, String cache, String result, ToDoubleFunction<CacheStats> count) {
        FunctionCounter.builder(
                        "stead_cache_requests",
                        database,
                        all -> count.applyAsDouble(all.cacheStats().getOrDefault(cache, CacheStats.empty())))
                .description("lookups in a cache of the task database, by result")
                .tags("cache", cache, "result", result)
                .register(registry);
    }

    /** Counts deliveries by whether the receiver took them. */
    NotificationSender counted(NotificationSender sender) {
        return (personId, notification) -> {
            boolean taken = sender.send(personId, notification);
            Counter.builder("stead_webhook_deliveries")
                    .description("notifications posted to the webhook's receiver")
                    .tag("outcome", taken ? "taken" : "refused")
                    .register(registry)
                    .increment();
            return taken;
        };
    }

    /** The rings as they are in memory at each scrape, and who watches them. */
    void showRings(TaskRings rings, RingGrpcService service) {
        Gauge.builder(
                        "stead_rings",
                        rings,
                        all -> subjects(all).filter(count -> count > 0).count())
                .description("rings with somebody in them")
                .register(registry);
        Gauge.builder(
                        "stead_ring_subjects_max",
                        rings,
                        all -> subjects(all).max().orElse(0))
                .description("subjects in the largest ring")
                .register(registry);
        Gauge.builder("stead_ring_watches", service, RingGrpcService::watches)
                .description("matchers that watch the rings")
                .register(registry);
    }

    private static IntStream subjects(TaskRings rings) {
        return rings.after(0).values().stream().mapToInt(ring -> ring.subjects().size());
    }

    /** Read at each scrape, by one query of a partial index. */
    void showUndelivered(UnitOfWork unitOfWork) {
        Gauge.builder(
                        "stead_inboxes_undelivered",
                        unitOfWork,
                        work -> work.<Integer>read(
                                repositories -> repositories.inboxes().countUndelivered()))
                .description("people with notifications that the webhook's receiver has not taken")
                .register(registry);
    }

    private SettlementOutcome timed(Settlements settlements, SettlementRequest request) {
        Timer.Sample sample = Timer.start(registry);
        SettlementOutcome outcome = settlements.settle(request);
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
