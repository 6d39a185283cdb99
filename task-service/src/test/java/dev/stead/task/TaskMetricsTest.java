package dev.stead.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.grpc.RingGrpcService;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.TaskKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Each metric shows its own figure under its own label. */
class TaskMetricsTest {
    private static final SettlementReference SETTLEMENT = new SettlementReference("s-1");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TaskMetrics metrics = new TaskMetrics(registry);

    @Test
    void settlementsAreTimedByWhatWasKnown() {
        List<SettlementOutcome> outcomes = List.of(
                new SettlementOutcome.Settled(SETTLEMENT),
                new SettlementOutcome.Declined(SETTLEMENT, "NO_MONEY"),
                new SettlementOutcome.Declined(null, "NO_ACCOUNT"),
                new SettlementOutcome.Unknown(),
                new SettlementOutcome.Unknown(),
                new SettlementOutcome.Unknown());
        var request = new SettlementRequest(
                new ExecutionId("e"), new PersonId("bob"), new MerchantId("bakery"), new Money("EUR", 1));
        for (SettlementOutcome outcome : outcomes) {
            assertThat(metrics.timed(asked -> outcome).settle(request)).isEqualTo(outcome);
        }

        assertThat(timed("settled")).isEqualTo(1);
        assertThat(timed("declined")).isEqualTo(2);
        assertThat(timed("unknown")).isEqualTo(3);
    }

    private long timed(String outcome) {
        return registry.get("stead_settle").tag("outcome", outcome).timer().count();
    }

    @Test
    void whatWaitsIsCounted() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            var database = new TaskDatabase(test.database(), new InboxSignal(), InstantSource.system());
            metrics.showSettling(database);
            metrics.showUndelivered(database);
            world.settlements.loseAnswers();
            for (String order : List.of("o-1", "o-2", "o-3")) {
                world.confirm(
                        "t-near", world.ready(order, TaskKind.TASK_KIND_PAYMENT).getTaskId());
            }

            assertThat(registry.get("stead_executions_settling").gauge().value())
                    .isEqualTo(3);
            assertThat(registry.get("stead_inboxes_undelivered").gauge().value())
                    .isEqualTo(2);
        }
    }

    @Test
    void ringsAreCountedWhenSomebodyIsInThem() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database());
                var service = new RingGrpcService(world.useCases.rings(), new InboxSignal())) {
            world.settle();
            var _ = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            metrics.showRings(world.useCases.rings(), service);
            world.useCases.rings().refresh();

            assertThat(registry.get("stead_rings").gauge().value())
                    .as("of t-near and of mall, and not of t-far")
                    .isEqualTo(2);
            assertThat(registry.get("stead_ring_subjects_max").gauge().value()).isEqualTo(1);
            assertThat(registry.get("stead_ring_watches").gauge().value()).isZero();
        }
    }

    @Test
    void hitsAndMissesAreCountedForEachCache() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            var _ = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            var database = new TaskDatabase(test.database(), new InboxSignal(), InstantSource.system());
            metrics.showCaches(database);
            for (int i = 0; i < 3; i++) {
                assertThat(database.<Integer>read(repositories -> repositories
                                .tasks()
                                .findReady(new PersonId("bob"), 5)
                                .size()))
                        .isEqualTo(1);
            }

            assertThat(looked("ready", "miss")).isEqualTo(1);
            assertThat(looked("ready", "hit")).isEqualTo(2);
            assertThat(looked("mandates", "miss")).isEqualTo(1);
            assertThat(looked("mandates", "hit")).isZero();
            assertThat(looked("merchants", "miss")).isEqualTo(1);
            assertThat(looked("merchants", "hit")).isEqualTo(2);
        }
    }

    private double looked(String cache, String result) {
        return registry.get("stead_cache_requests")
                .tags("cache", cache, "result", result)
                .functionCounter()
                .count();
    }

    @Test
    void deliveriesAreCountedByWhetherTheyWereTaken() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            var _ = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            var bob = new PersonId("bob");
            Notification notification = world.useCases.inbox().after(bob, 0, 1).getFirst();
            var calls = new AtomicInteger();
            var sender = metrics.counted((person, one) -> calls.incrementAndGet() == 1);
            assertThat(sender.send(bob, notification)).isTrue();
            assertThat(sender.send(bob, notification)).isFalse();
            assertThat(sender.send(bob, notification)).isFalse();

            assertThat(delivered("taken")).isEqualTo(1);
            assertThat(delivered("refused")).isEqualTo(2);
        }
    }

    private double delivered(String outcome) {
        return registry.get("stead_webhook_deliveries")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
