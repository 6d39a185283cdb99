package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.ExplainTaskRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The more money, the better the terminal must have seen the person. An order costs 12.50 EUR. */
class PadScoreTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static TaskWorld world(TestDatabase test, Policy.PadAbove... rules) {
        var world = new TaskWorld(
                test.database(), TaskWorld.Neighbours.fresh(), new Policy(Duration.ZERO, List.of(), List.of(rules)));
        world.settle();
        return world;
    }

    private static Execution confirm(TaskWorld world, Task task, @Nullable Integer score) {
        return world.terminal("t-near")
                .confirmTask(ConfirmTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setAssertion(world.matcher.assertion("bob", "t-near", claims -> claims.claim("pad", score)))
                        .setTaskId(task.getTaskId())
                        .build())
                .getExecution();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void overTheAmountAConfirmationNeedsTheScore(TestDatabase test) {
        try (var world = world(test, new Policy.PadAbove(new Money("EUR", 1_249), 60))) {
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            assertThat(world.findable("t-near"))
                    .as("what may still be seen better")
                    .hasSize(1);

            assertThat(reason(() -> confirm(world, task, 59))).isEqualTo("PAD_TOO_LOW");
            assertThat(reason(() -> confirm(world, task, null))).isEqualTo("PAD_TOO_LOW");
            assertThat(world.settlements.asked()).isEmpty();

            assertThat(confirm(world, task, 60).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void upToTheAmountAndInOtherCurrenciesItNeedsNone(TestDatabase test) {
        try (var world = world(
                test,
                new Policy.PadAbove(new Money("EUR", 1_250), 60),
                new Policy.PadAbove(new Money("USD", 0), 100))) {
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);

            assertThat(confirm(world, task, null).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anOperatorIsToldWhatIsNeeded(TestDatabase test) {
        try (var world = world(test, new Policy.PadAbove(new Money("EUR", 0), 60))) {
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);

            assertThat(world.terminal(new Caller.Operator("op"))
                            .explainTask(ExplainTaskRequest.newBuilder()
                                    .setTaskId(task.getTaskId())
                                    .setTerminalId("t-near")
                                    .build())
                            .getConditionsList())
                    .anySatisfy(condition -> {
                        assertThat(condition.getName()).isEqualTo("PAD");
                        assertThat(condition.getHolds()).isTrue();
                        assertThat(condition.getExplanation()).isEqualTo("over 0.00 EUR a PAD score of 60 is needed");
                    });
        }
    }
}
