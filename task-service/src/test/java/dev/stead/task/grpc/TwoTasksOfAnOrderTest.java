package dev.stead.task.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.CollectionOutcome;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.TaskKind;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two tasks for one order: while a terminal does one, no terminal shows the other; when it is given back, all do. */
class TwoTasksOfAnOrderTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theOtherTaskIsFoundBeforeAndAfterwardsButNotMeanwhile(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String first = world.ready("o-1", TaskKind.TASK_KIND_COLLECTION).getTaskId();
            String second = world.accept(world.phone("alice")
                            .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_COLLECTION)))
                            .getTask()
                            .getTaskId())
                    .getTaskId();
            assertThat(world.findable("t-near")).containsExactlyInAnyOrder(first, second);

            Execution shown = world.confirm("t-near", first);
            assertThat(world.findable("t-near")).isEmpty();
            assertThat(world.findable("t-near")).as("and once more").isEmpty();

            report(world, shown, CollectionOutcome.COLLECTION_OUTCOME_NOT_COLLECTED);
            assertThat(world.findable("t-near")).containsExactlyInAnyOrder(first, second);

            Execution again = world.confirm("t-near", second);
            assertThat(world.findable("t-near")).isEmpty();
            report(world, again, CollectionOutcome.COLLECTION_OUTCOME_COLLECTED);
            assertThat(world.findable("t-near"))
                    .as("nothing is left to collect")
                    .isEmpty();
        }
    }

    private static void report(TaskWorld world, Execution execution, CollectionOutcome outcome) {
        var _ = world.terminal("t-near")
                .reportCollection(ReportCollectionRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setExecutionId(execution.getExecutionId())
                        .setOutcome(outcome)
                        .build());
    }
}
