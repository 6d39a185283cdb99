package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.FakeSettlements;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.CancelOrderRequest;
import dev.stead.task.v1.CollectionOutcome;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.ConfirmTaskResponse;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.GetOrderRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Confirming moves money once, or not at all, and never leaves anybody in the dark. */
class ConfirmTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static Order.State orderState(TaskWorld world, String orderId) {
        return world.merchant("bakery")
                .getOrder(GetOrderRequest.newBuilder().setOrderId(orderId).build())
                .getOrder()
                .getState();
    }

    private static Execution report(TaskWorld world, Caller caller, String executionId, boolean collected) {
        return world.terminal(caller)
                .reportCollection(ReportCollectionRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setExecutionId(executionId)
                        .setOutcome(
                                collected
                                        ? CollectionOutcome.COLLECTION_OUTCOME_COLLECTED
                                        : CollectionOutcome.COLLECTION_OUTCOME_NOT_COLLECTED)
                        .build())
                .getExecution();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anEmptyAccountIsToldToBothAndTheTaskIsReadyAgain(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            world.settlements.declineAll("INSUFFICIENT_FUNDS");

            Execution failed = world.confirm("t-near", task.getTaskId());
            assertThat(failed.getState()).isEqualTo(Execution.State.STATE_FAILED);
            assertThat(failed.getFailureReason()).isEqualTo("INSUFFICIENT_FUNDS");
            assertThat(world.settlements.moves()).isZero();
            for (String person : List.of("alice", "bob")) {
                Notification notification = world.notifications(person, 0, 2).getLast();
                assertThat(notification.getKind()).isEqualTo(Notification.Kind.KIND_EXECUTION_FAILED);
                assertThat(notification.getTask().getLastExecution()).isEqualTo(failed);
                assertThat(notification.getTask().getState()).isEqualTo(Task.State.STATE_READY);
            }
            assertThat(world.findable("t-near")).containsExactly(task.getTaskId());

            world.settlements.settleAll();
            assertThat(world.confirm("t-near", task.getTaskId()).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(world.settlements.moves()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTaskIsGivenUpAfterFiveFailures(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            world.settlements.declineAll("INSUFFICIENT_FUNDS");
            for (int i = 0; i < 5; i++) {
                var _ = world.confirm("t-near", task.getTaskId());
            }
            assertThat(world.now(task).getState()).isEqualTo(Task.State.STATE_FAILED);
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId()))).isEqualTo("TASK_NOT_READY");
            assertThat(orderState(world, "o-1")).isEqualTo(Order.State.STATE_OPEN);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void oneOfManyTerminalsRunsATask(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database());
                ExecutorService terminals = Executors.newVirtualThreadPerTaskExecutor()) {
            world.settle();
            for (int i = 0; i < 8; i++) {
                world.putTerminal("t-" + i, TaskWorld.SQUARE, Terminal.State.STATE_ACTIVE);
            }
            for (int round = 0; round < 10; round++) {
                Task task = world.ready("o-" + round, TaskKind.TASK_KIND_PAYMENT);
                List<Callable<String>> confirms = IntStream.range(0, 8)
                        .<Callable<String>>mapToObj(i -> () -> {
                            try {
                                return world.confirm("t-" + i, task.getTaskId())
                                        .getState()
                                        .name();
                            } catch (RuntimeException refused) {
                                return Problem.from(refused)
                                        .map(Problem::reason)
                                        .orElse(refused.toString());
                            }
                        })
                        .toList();
                List<String> outcomes = terminals.invokeAll(confirms).stream()
                        .map(Future::resultNow)
                        .toList();
                assertThat(outcomes).containsOnlyOnce("STATE_SUCCEEDED");
                assertThat(outcomes).filteredOn("TASK_NOT_READY"::equals).hasSize(7);
                assertThat(world.settlements.moves()).isEqualTo(round + 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void twoTasksNeverPayOneOrder(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database());
                ExecutorService terminal = Executors.newVirtualThreadPerTaskExecutor()) {
            world.settle();
            Task one = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            Task other = world.accept(world.phone("alice")
                    .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT)))
                    .getTask()
                    .getTaskId());
            var asked = new CountDownLatch(1);
            var answer = new CountDownLatch(1);
            world.settlements.answer(order -> {
                asked.countDown();
                TaskWorld.await(answer);
                return FakeSettlements.settled(order);
            });
            Future<Execution> paying = terminal.submit(() -> world.confirm("t-near", one.getTaskId()));
            TaskWorld.await(asked);
            assertThat(reason(() -> world.confirm("t-near", other.getTaskId()))).isEqualTo("ORDER_STATE_FORBIDS");
            assertThat(reason(() -> world.merchant("bakery")
                            .cancelOrder(CancelOrderRequest.newBuilder()
                                    .setRequestId(TaskWorld.id())
                                    .setOrderId("o-1")
                                    .build())))
                    .isEqualTo("ORDER_BUSY");
            answer.countDown();
            assertThat(paying.get(10, TimeUnit.SECONDS).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(reason(() -> world.confirm("t-near", other.getTaskId()))).isEqualTo("ORDER_STATE_FORBIDS");
            assertThat(world.settlements.moves()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMandateOfThreeUsesIsUsedThrice(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task =
                    world.ready("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT).setMaxUses(3));
            for (int use = 1; use <= 3; use++) {
                assertThat(world.findable("t-near")).hasSize(1);
                assertThat(world.confirm("t-near", task.getTaskId()).getState())
                        .isEqualTo(Execution.State.STATE_SUCCEEDED);
                assertThat(world.now(task).getUses()).isEqualTo(use);
            }
            assertThat(world.now(task).getState()).isEqualTo(Task.State.STATE_SUCCEEDED);
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId()))).isEqualTo("TASK_NOT_READY");
            assertThat(orderState(world, "o-1")).isEqualTo(Order.State.STATE_PAID);
            assertThat(world.settlements.moves()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsOutsideTheMandateIsRefusedInTheConfirmingTransaction(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            String id = task.getTaskId();
            assertThat(reason(() -> world.confirm("t-far", id))).isEqualTo("OUTSIDE_PLACE");
            world.putTerminal("t-near", TaskWorld.SQUARE, Terminal.State.STATE_SUSPENDED);
            assertThat(reason(() -> world.confirm("t-near", id))).isEqualTo("TERMINAL_NOT_ACTIVE");
            assertThat(world.findable("t-near")).isEmpty();
            world.putTerminal("t-near", TaskWorld.SQUARE, Terminal.State.STATE_ACTIVE);

            String about = world.matcher.assertion("bob", "t-near");
            assertThat(reason(() -> confirm(world, "t-far", about, id))).isEqualTo("ASSERTION_WRONG_TERMINAL");
            assertThat(reason(() -> confirm(world, "t-near", world.matcher.assertion("alice", "t-near"), id)))
                    .isEqualTo("TASK_NOT_FOUND");
            assertThat(reason(() -> confirm(world, "t-near", world.matcher.assertion("bob", "phone"), id)))
                    .isEqualTo("ASSERTION_WRONG_TERMINAL");
            world.clock.advance(Duration.ofSeconds(60));
            assertThat(reason(() -> confirm(world, "t-near", about, id))).isEqualTo("ASSERTION_EXPIRED");

            world.clock.set(TaskWorld.MORNING.plus(Duration.ofHours(8)));
            assertThat(reason(() -> world.confirm("t-near", id))).isEqualTo("OUTSIDE_WINDOW");
            assertThat(world.findable("t-near")).isEmpty();
            world.clock.set(TaskWorld.MORNING.plus(Duration.ofHours(8)).minusNanos(1_000_000));
            assertThat(world.findable("t-near")).hasSize(1);
            assertThat(world.settlements.asked()).isEmpty();
            assertThat(world.confirm("t-near", id).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }

    private static ConfirmTaskResponse confirm(TaskWorld world, String terminal, String assertion, String taskId) {
        return world.terminal(terminal)
                .confirmTask(ConfirmTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setAssertion(assertion)
                        .setTaskId(taskId)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAssertionConfirmsOneTask(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task one = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            Task other = world.ready("o-2", TaskKind.TASK_KIND_PAYMENT);
            world.settlements.declineAll("INSUFFICIENT_FUNDS");
            String assertion = world.matcher.assertion("bob", "t-near");
            var _ = confirm(world, "t-near", assertion, one.getTaskId());
            assertThat(reason(() -> confirm(world, "t-near", assertion, one.getTaskId())))
                    .isEqualTo("ASSERTION_USED");
            assertThat(reason(() -> confirm(world, "t-near", assertion, other.getTaskId())))
                    .isEqualTo("ASSERTION_USED");
            String again = world.matcher.assertion("bob", "t-near");
            assertThat(confirm(world, "t-near", again, other.getTaskId()).hasExecution())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCollectionIsReportedByItsTerminalOrMerchantOnce(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_COLLECTION);
            String shown = world.confirm("t-near", task.getTaskId()).getExecutionId();
            assertThat(reason(() -> report(world, new Caller.Terminal("t-far"), shown, true)))
                    .isEqualTo("EXECUTION_NOT_FOUND");
            assertThat(reason(() -> report(world, new Caller.Merchant("butcher"), shown, true)))
                    .isEqualTo("EXECUTION_NOT_FOUND");

            Execution missed = report(world, new Caller.Terminal("t-near"), shown, false);
            assertThat(missed.getState()).isEqualTo(Execution.State.STATE_FAILED);
            assertThat(missed.getFailureReason()).isEqualTo("NOT_COLLECTED");
            assertThat(world.now(task).getState()).isEqualTo(Task.State.STATE_READY);
            assertThat(reason(() -> report(world, new Caller.Terminal("t-near"), shown, true)))
                    .isEqualTo("EXECUTION_NOT_COLLECTING");

            String again = world.confirm("t-near", task.getTaskId()).getExecutionId();
            assertThat(report(world, new Caller.Merchant("bakery"), again, true).getState())
                    .isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(orderState(world, "o-1")).isEqualTo(Order.State.STATE_COLLECTED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCancelledOrderCanNoLongerBePaid(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            var _ = world.merchant("bakery")
                    .cancelOrder(CancelOrderRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setOrderId("o-1")
                            .build());
            assertThat(world.findable("t-near")).isEmpty();
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId()))).isEqualTo("ORDER_STATE_FORBIDS");
        }
    }
}
