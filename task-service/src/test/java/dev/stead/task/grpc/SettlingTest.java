package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.FakeSettlements;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.ConfirmTaskResponse;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.GetExecutionRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An outcome that is not known is asked for until it is, and kept once. */
class SettlingTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static Execution execution(TaskWorld world, String id) {
        return world.terminal("t-near")
                .getExecution(
                        GetExecutionRequest.newBuilder().setExecutionId(id).build())
                .getExecution();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherRequestIdNeverConfirmsAgain(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            world.settlements.loseAnswers();
            Execution settling = world.confirm("t-near", task.getTaskId());
            assertThat(settling.getState()).isEqualTo(Execution.State.STATE_SETTLING);
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId()))).isEqualTo("TASK_NOT_READY");

            world.settlements.settleAll();
            world.clock.advance(Duration.ofSeconds(10));
            var _ = world.useCases.settlementCoordinator().resume();
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId()))).isEqualTo("TASK_NOT_READY");
            assertThat(world.settlements.moves()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anUnknownOutcomeIsAskedForUntilItIsKnown(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            world.settlements.loseAnswers();
            ConfirmTaskRequest confirm = world.confirmation("t-near", task.getTaskId());
            ConfirmTaskResponse first = world.terminal("t-near").confirmTask(confirm);
            String execution = first.getExecution().getExecutionId();
            assertThat(world.retries)
                    .as("without being called, the task that resumes would sleep on")
                    .containsExactly(world.clock.instant().plus(TaskWorld.FIRST_RETRY));

            var next = world.useCases.settlementCoordinator().resume();
            assertThat(world.settlements.asked()).hasSize(1);
            for (int i = 0; i < 4; i++) {
                world.clock.set(next);
                next = world.useCases.settlementCoordinator().resume();
                assertThat(next).isAfter(world.clock.instant());
                assertThat(execution(world, execution).getState()).isEqualTo(Execution.State.STATE_SETTLING);
            }
            assertThat(world.settlements.asked()).hasSize(5);
            world.settlements.settleAll();
            world.clock.set(next);
            var _ = world.useCases.settlementCoordinator().resume();

            assertThat(execution(world, execution).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(world.now(task).getState()).isEqualTo(Task.State.STATE_SUCCEEDED);
            assertThat(world.settlements.asked())
                    .hasSize(6)
                    .allMatch(request -> request.executionId().value().equals(execution));
            assertThat(world.settlements.moves()).isEqualTo(1);
            assertThat(world.notifications("alice", 0, 2).getLast().getKind())
                    .isEqualTo(Notification.Kind.KIND_SUCCEEDED);
            // What was answered first stays the answer; GetExecution returns the outcome.
            assertThat(world.terminal("t-near").confirmTask(confirm).toByteArray())
                    .isEqualTo(first.toByteArray());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCrashBeforeTheOutcomeWasKeptIsFinishedOnceAfterTheRestart(TestDatabase test) {
        var world = new TaskWorld(test.database());
        world.settle();
        Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
        ConfirmTaskRequest confirm = world.confirmation("t-near", task.getTaskId());
        world.settlements.killCallers();
        var dying = world;
        assertThat(catchThrowable(() -> dying.terminal("t-near").confirmTask(confirm)))
                .isNotNull();
        world.close();
        world.settlements.settleAll();

        try (var restarted = new TaskWorld(test.reopen(), world.neighbours())) {
            assertThat(reason(() -> restarted.terminal("t-near").confirmTask(confirm)))
                    .isEqualTo("REQUEST_IN_PROGRESS");
            assertThat(restarted.now(task).getState()).isEqualTo(Task.State.STATE_EXECUTING);
            restarted.clock.advance(Duration.ofSeconds(10));
            var _ = restarted.useCases.settlementCoordinator().resume();
            var _ = restarted.useCases.settlementCoordinator().resume();

            assertThat(restarted.settlements.moves()).isEqualTo(1);
            assertThat(restarted.settlements.asked()).hasSize(2);
            Execution execution =
                    restarted.terminal("t-near").confirmTask(confirm).getExecution();
            assertThat(execution.getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(restarted.terminal("t-near").confirmTask(confirm).getExecution())
                    .isEqualTo(execution);
            assertThat(restarted.now(task).getLastExecution()).isEqualTo(execution);
            assertThat(restarted.notifications("bob", 0, 2).getLast().getKind())
                    .isEqualTo(Notification.Kind.KIND_SUCCEEDED);
        }
    }

    /** The second process resumes while the first still waits for its answer: the outcome is kept once. */
    @ParameterizedTest
    @MethodSource("databases")
    void aResumerThatOvertakesTheTerminalsCallChangesNothing(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database());
                ExecutorService terminal = Executors.newVirtualThreadPerTaskExecutor()) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            var asked = new CountDownLatch(1);
            var answer = new CountDownLatch(1);
            world.settlements.answer(order -> {
                if (asked.getCount() == 0) {
                    return FakeSettlements.settled(order);
                }
                asked.countDown();
                TaskWorld.await(answer);
                return new SettlementOutcome.Unknown();
            });
            Future<Execution> slow = terminal.submit(() -> world.confirm("t-near", task.getTaskId()));
            TaskWorld.await(asked);
            world.clock.advance(Duration.ofSeconds(10));
            var _ = world.useCases.settlementCoordinator().resume();
            answer.countDown();
            Execution execution = slow.get(10, TimeUnit.SECONDS);
            assertThat(execution.getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(world.now(task).getVersion()).isEqualTo(4);
            assertThat(Optional.of(world.settlements.moves())).contains(1);
        }
    }
}
