package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.Refusals;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.CollectionOutcome;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.ConfirmTaskResponse;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.TaskKind;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answer of a confirmation is stored after the claim and the outcome: whatever happens in between, there is one answer for ever. */
class ConfirmAnswerTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    /** Runs this before the write after {@code writes} others. */
    private static void afterWrites(TaskWorld world, int writes, Runnable action) {
        world.unitOfWork.beforeNextWrite(writes == 0 ? action : () -> afterWrites(world, writes - 1, action));
    }

    private static void die() {
        throw new IllegalStateException("the process died");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCollectionWhoseProcessDiedBeforeItsAnswerIsAnsweredWhenRepeated(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_COLLECTION).getTaskId();
            ConfirmTaskRequest confirm = world.confirmation("t-near", task);
            afterWrites(world, 1, ConfirmAnswerTest::die);
            assertThat(Refusals.code(() -> world.terminal("t-near").confirmTask(confirm)))
                    .isEqualTo(Status.Code.INTERNAL);

            ConfirmTaskResponse first = world.terminal("t-near").confirmTask(confirm);

            assertThat(first.getExecution().getState()).isEqualTo(Execution.State.STATE_COLLECTING);
            assertThat(first.getExecution().getCollectionPoint().getCollectionCode())
                    .isEqualTo("4711");
            var _ = world.terminal("t-near")
                    .reportCollection(ReportCollectionRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setExecutionId(first.getExecution().getExecutionId())
                            .setOutcome(CollectionOutcome.COLLECTION_OUTCOME_COLLECTED)
                            .build());
            assertThat(world.terminal("t-near").confirmTask(confirm).toByteArray())
                    .isEqualTo(first.toByteArray());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPaymentWhoseProcessDiedBeforeItsAnswerIsAnsweredWhenRepeated(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            ConfirmTaskRequest confirm = world.confirmation("t-near", task);
            afterWrites(world, 2, ConfirmAnswerTest::die);
            assertThat(Refusals.code(() -> world.terminal("t-near").confirmTask(confirm)))
                    .isEqualTo(Status.Code.INTERNAL);

            ConfirmTaskResponse first = world.terminal("t-near").confirmTask(confirm);

            assertThat(first.getExecution().getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(world.terminal("t-near").confirmTask(confirm).toByteArray())
                    .isEqualTo(first.toByteArray());
            assertThat(world.settlements.moves()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRepeatThatIsAnsweredBeforeTheFirstCallGetsTheSameAnswer(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.settlements.loseAnswers();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            ConfirmTaskRequest confirm = world.confirmation("t-near", task);
            var repeated = new AtomicReference<>(ConfirmTaskResponse.getDefaultInstance());
            afterWrites(world, 2, () -> {
                // The first call got no outcome; it is known before that call stores its answer.
                assertThat(reason(() -> world.terminal("t-near").confirmTask(confirm)))
                        .isEqualTo("REQUEST_IN_PROGRESS");
                world.settlements.settleAll();
                world.clock.advance(TaskWorld.FIRST_RETRY);
                var _ = world.useCases.settlementCoordinator().resume();
                repeated.set(world.terminal("t-near").confirmTask(confirm));
            });

            ConfirmTaskResponse first = world.terminal("t-near").confirmTask(confirm);

            assertThat(repeated.get().getExecution().getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(first.toByteArray()).isEqualTo(repeated.get().toByteArray());
            assertThat(world.settlements.moves()).isEqualTo(1);
        }
    }
}
