package dev.stead.task.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.task.TaskView;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.CollectionOutcome;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.DeclineTaskRequest;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every act of every kind: what is kept of it for a dispute, and who is told. */
class EveryActTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    /** Each act as {@code KIND by person at minute [amount] [terminal] [with an assertion]}. */
    private static List<String> acts(TaskWorld world, String task) {
        return world.unitOfWork.<List<String>>read(repositories ->
                repositories.evidence().findByTask(new TaskId(task)).stream()
                        .map(act -> act.kind() + " by " + act.personId() + " at "
                                + Duration.between(TaskWorld.MORNING, act.time())
                                        .toMinutes()
                                + (act.detail().amount() == null
                                        ? ""
                                        : " of " + act.detail().amount())
                                + (act.detail().terminalId() == null
                                        ? ""
                                        : " at " + act.detail().terminalId())
                                + (act.detail().executionId() == null ? "" : " by an execution")
                                + (act.assertion() == null ? "" : " proven"))
                        .toList());
    }

    private static List<String> told(TaskWorld world) {
        List<String> told = new ArrayList<>();
        for (String person : List.of("alice", "bob")) {
            world.useCases
                    .inbox()
                    .after(new PersonId(person), 0, 100)
                    .forEach(news -> told.add(news.kind() + " to "
                            + person + " at "
                            + Duration.between(TaskWorld.MORNING, news.createTime())
                                    .toMinutes() + ": "
                            + state(news.change())));
        }
        return told;
    }

    private static String state(Notification.Change change) {
        return switch (change) {
            case Notification.Change.OfTask(TaskView view) ->
                view.task().state() + ", " + view.order().state();
            case Notification.Change.OfPasskey _ -> "a passkey";
        };
    }

    private static void aMinuteLater(TaskWorld world) {
        world.clock.advance(Duration.ofMinutes(1));
    }

    private static String propose(TaskWorld world, TaskKind kind) {
        world.order("o-1", kind == TaskKind.TASK_KIND_COLLECTION);
        return world.phone("alice")
                .proposeTask(world.proposal("o-1", world.mandate(kind)))
                .getTask()
                .getTaskId();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPaymentWithItsApproval(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            var mandate = world.mandate(TaskKind.TASK_KIND_PAYMENT)
                    .addConstraints(Constraint.newBuilder().setApprovalAbove(TaskWorld.money(1_249)));
            String task = world.phone("alice")
                    .proposeTask(world.proposal("o-1", mandate))
                    .getTask()
                    .getTaskId();
            aMinuteLater(world);
            world.accept(task);
            aMinuteLater(world);
            var _ = world.phone("bob")
                    .approveTask(ApproveTaskRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setAssertion(world.matcher.assertion("bob", "phone"))
                            .setTaskId(task)
                            .build());
            aMinuteLater(world);
            world.confirm("t-near", task);

            assertThat(acts(world, task))
                    .containsExactly(
                            "PROPOSED by alice at 0 proven",
                            "ACCEPTED by bob at 1 proven",
                            "APPROVED by bob at 2 of 12.50 EUR proven",
                            "CONFIRMED by bob at 3 of 12.50 EUR at t-near by an execution proven");
            assertThat(told(world))
                    .containsExactly(
                            "ACCEPTED to alice at 1: READY, OPEN",
                            "SUCCEEDED to alice at 3: SUCCEEDED, PAID",
                            "PROPOSED to bob at 0: PROPOSED, OPEN",
                            "SUCCEEDED to bob at 3: SUCCEEDED, PAID");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCollectionThatFailsAndThenIsDone(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = propose(world, TaskKind.TASK_KIND_COLLECTION);
            world.accept(task);
            for (CollectionOutcome outcome : List.of(
                    CollectionOutcome.COLLECTION_OUTCOME_NOT_COLLECTED,
                    CollectionOutcome.COLLECTION_OUTCOME_COLLECTED)) {
                aMinuteLater(world);
                Execution execution = world.confirm("t-near", task);
                aMinuteLater(world);
                var _ = world.terminal("t-near")
                        .reportCollection(ReportCollectionRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setExecutionId(execution.getExecutionId())
                                .setOutcome(outcome)
                                .build());
            }

            assertThat(acts(world, task))
                    .containsExactly(
                            "PROPOSED by alice at 0 proven",
                            "ACCEPTED by bob at 0 proven",
                            "CONFIRMED by bob at 1 at t-near by an execution proven",
                            "CONFIRMED by bob at 3 at t-near by an execution proven");
            List<String> both = List.of(
                    "COLLECTION_STARTED to %s at 1: EXECUTING, PAID",
                    "EXECUTION_FAILED to %s at 2: READY, PAID",
                    "COLLECTION_STARTED to %s at 3: EXECUTING, PAID",
                    "SUCCEEDED to %s at 4: SUCCEEDED, COLLECTED");
            List<String> expected = new ArrayList<>(List.of("ACCEPTED to alice at 0: READY, PAID"));
            both.forEach(line -> expected.add(line.formatted("alice")));
            expected.add("PROPOSED to bob at 0: PROPOSED, PAID");
            both.forEach(line -> expected.add(line.formatted("bob")));
            assertThat(told(world)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsDeclinedIsTheDelegatesActAndTheDelegatorIsTold(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = propose(world, TaskKind.TASK_KIND_PAYMENT);
            aMinuteLater(world);
            var _ = world.phone("bob")
                    .declineTask(DeclineTaskRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setTaskId(task)
                            .build());

            assertThat(acts(world, task)).containsExactly("PROPOSED by alice at 0 proven", "DECLINED by bob at 1");
            assertThat(told(world))
                    .containsExactly("DECLINED to alice at 1: DECLINED, OPEN", "PROPOSED to bob at 0: PROPOSED, OPEN");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsRevokedIsTheActOfWhoRevokedItAndBothAreTold(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = propose(world, TaskKind.TASK_KIND_PAYMENT);
            aMinuteLater(world);
            var _ = world.phone("alice")
                    .revokeTask(RevokeTaskRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setTaskId(task)
                            .build());

            assertThat(acts(world, task)).containsExactly("PROPOSED by alice at 0 proven", "REVOKED by alice at 1");
            assertThat(told(world))
                    .containsExactly(
                            "REVOKED to alice at 1: REVOKED, OPEN",
                            "PROPOSED to bob at 0: PROPOSED, OPEN",
                            "REVOKED to bob at 1: REVOKED, OPEN");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatExpiresIsNobodysActAndBothAreTold(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = propose(world, TaskKind.TASK_KIND_PAYMENT);
            world.clock.advance(Duration.ofHours(8));
            var _ = world.expiry.run();

            assertThat(acts(world, task)).containsExactly("PROPOSED by alice at 0 proven");
            assertThat(told(world))
                    .containsExactly(
                            "EXPIRED to alice at 480: EXPIRED, OPEN",
                            "PROPOSED to bob at 0: PROPOSED, OPEN",
                            "EXPIRED to bob at 480: EXPIRED, OPEN");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRefusedPaymentIsToldToBoth(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.settlements.declineAll("NO_MONEY");
            String task = propose(world, TaskKind.TASK_KIND_PAYMENT);
            world.accept(task);
            aMinuteLater(world);
            world.confirm("t-near", task);

            assertThat(told(world))
                    .containsExactly(
                            "ACCEPTED to alice at 0: READY, OPEN",
                            "EXECUTION_FAILED to alice at 1: READY, OPEN",
                            "PROPOSED to bob at 0: PROPOSED, OPEN",
                            "EXECUTION_FAILED to bob at 1: READY, OPEN");
        }
    }
}
