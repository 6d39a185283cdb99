package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.SecretsInLog;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.CollectionOutcome;
import dev.stead.task.v1.CollectionPoint;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.FindTasksResponse;
import dev.stead.task.v1.GetExecutionRequest;
import dev.stead.task.v1.GetTaskRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.RegisterOrderRequest;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job, call by call, on both databases. */
class JourneyTest {
    @RegisterExtension
    private final SecretsInLog log =
            SecretsInLog.ofWords("alice", "Alice", "bob", "Bob", "Two loaves", "Locker 14", "4711");

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void delegatePaysInTheDelegatorsStead(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            assertThat(task.getState()).isEqualTo(Task.State.STATE_READY);

            List<EligibleTask> found = world.terminal("t-near")
                    .findTasks(FindTasksRequest.newBuilder()
                            .setAssertion(world.matcher.assertion("bob", "t-near"))
                            .build())
                    .getTasksList();
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().getDelegatorName()).isEqualTo("Alice");
            assertThat(found.getFirst().getMerchantName()).isEqualTo("Bakery");
            assertThat(found.getFirst().getAmount().getMinorUnits()).isEqualTo(1_250);
            assertThat(found.toString()).doesNotContain("alice").doesNotContain("bob");
            assertThat(world.findable("t-far")).isEmpty();

            Execution execution = world.confirm("t-near", task.getTaskId());
            assertThat(execution.getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(execution.getAmount().getMinorUnits()).isEqualTo(1_250);
            assertThat(world.settlements.moves()).isEqualTo(1);
            assertThat(world.settlements.asked().getFirst().payerId()).isEqualTo(new PersonId("bob"));
            assertThat(world.settlements.asked().getFirst().payeeId()).isEqualTo(new MerchantId("bakery"));
            assertThat(world.findable("t-near")).isEmpty();

            Task done = world.phone("alice")
                    .getTask(GetTaskRequest.newBuilder()
                            .setTaskId(task.getTaskId())
                            .build())
                    .getTask();
            assertThat(done.getState()).isEqualTo(Task.State.STATE_SUCCEEDED);
            assertThat(done.getOrder().getState()).isEqualTo(Order.State.STATE_PAID);
            assertThat(done.getLastExecution()).isEqualTo(execution);
            assertThat(world.notifications("alice", 0, 2))
                    .extracting(Notification::getKind)
                    .containsExactly(Notification.Kind.KIND_ACCEPTED, Notification.Kind.KIND_SUCCEEDED);
            List<Notification> notifications = world.notifications("bob", 0, 2);
            assertThat(notifications)
                    .extracting(Notification::getKind)
                    .containsExactly(Notification.Kind.KIND_PROPOSED, Notification.Kind.KIND_SUCCEEDED);
            assertThat(notifications.getFirst().getTask().getState()).isEqualTo(Task.State.STATE_PROPOSED);
            assertThat(notifications.getLast().getTask()).isEqualTo(done);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void delegateCollectsInTheDelegatorsStead(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_COLLECTION);
            assertThat(task.getOrder().hasCollectionPoint()).isFalse();

            Execution shown = world.confirm("t-near", task.getTaskId());
            assertThat(shown.getState()).isEqualTo(Execution.State.STATE_COLLECTING);
            assertThat(shown.getCollectionPoint().getLabel()).isEqualTo("Locker 14");

            Execution collected = world.terminal("t-near")
                    .reportCollection(ReportCollectionRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setExecutionId(shown.getExecutionId())
                            .setOutcome(CollectionOutcome.COLLECTION_OUTCOME_COLLECTED)
                            .build())
                    .getExecution();
            assertThat(collected.getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(world.settlements.asked()).isEmpty();
            assertThat(world.notifications("alice", 0, 3))
                    .extracting(Notification::getKind)
                    .containsExactly(
                            Notification.Kind.KIND_ACCEPTED,
                            Notification.Kind.KIND_COLLECTION_STARTED,
                            Notification.Kind.KIND_SUCCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsCollectedForNothingIsFoundWithoutAnAmount(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            var _ = world.merchant("bakery")
                    .registerOrder(RegisterOrderRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setOrder(Order.newBuilder()
                                    .setOrderId("o-1")
                                    .setDescription("Lost umbrella")
                                    .setCollectionPoint(
                                            CollectionPoint.newBuilder().setLabel("Locker 15"))
                                    .setOrderTime(TaskWorld.timestamp(TaskWorld.MORNING)))
                            .build());
            Task proposed = world.phone("alice")
                    .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_COLLECTION)))
                    .getTask();
            var _ = world.accept(proposed.getTaskId());

            EligibleTask found = shown(world).getTasks(0);
            assertThat(found.getOrderDescription()).isEqualTo("Lost umbrella");
            assertThat(found.hasAmount()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sameConfirmSentTwiceSettlesOnce(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            ConfirmTaskRequest confirm = world.confirmation("t-near", task.getTaskId());

            var first = world.terminal("t-near").confirmTask(confirm);
            var again = world.terminal("t-near").confirmTask(confirm);

            assertThat(again.toByteArray()).isEqualTo(first.toByteArray());
            assertThat(world.settlements.asked()).hasSize(1);
        }
    }

    /** What a person bought and where is nobody else's business. */
    @ParameterizedTest
    @MethodSource("databases")
    void anExecutionIsShownToItsOwnTerminalOnly(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Execution execution = world.confirm(
                    "t-near", world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId());
            var request = GetExecutionRequest.newBuilder()
                    .setExecutionId(execution.getExecutionId())
                    .build();

            assertThat(world.terminal("t-near").getExecution(request).getExecution())
                    .isEqualTo(execution);
            assertThat(reason(() -> world.terminal("t-far").getExecution(request)))
                    .isEqualTo("EXECUTION_NOT_FOUND");
        }
    }

    @Test
    void aScreenShowsFiftyTasksAndSaysThatThereAreMore() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            for (int i = 0; i < 50; i++) {
                var _ = world.ready("o-" + i, TaskKind.TASK_KIND_PAYMENT);
            }
            assertThat(shown(world).getTasksCount()).isEqualTo(50);
            assertThat(shown(world).getTruncated()).isFalse();

            var _ = world.ready("o-50", TaskKind.TASK_KIND_PAYMENT);
            assertThat(shown(world).getTasksCount()).isEqualTo(50);
            assertThat(shown(world).getTruncated()).isTrue();
        }
    }

    private static FindTasksResponse shown(TaskWorld world) {
        return world.terminal("t-near")
                .findTasks(FindTasksRequest.newBuilder()
                        .setAssertion(world.matcher.assertion("bob", "t-near"))
                        .build());
    }
}
