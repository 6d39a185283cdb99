package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.problem;
import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.ApproveTaskResponse;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Approval on the delegate's phone, cooling-off, and revoking at once. */
class StepUpTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static Mandate.Builder above(TaskWorld world, long cents) {
        return world.mandate(TaskKind.TASK_KIND_PAYMENT)
                .setMaxUses(2)
                .addConstraints(Constraint.newBuilder().setApprovalAbove(TaskWorld.money(cents)));
    }

    private static ApproveTaskResponse approve(TaskWorld world, String person, Task task) {
        return world.phone(person)
                .approveTask(ApproveTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setAssertion(world.matcher.assertion(person, "phone"))
                        .setTaskId(task.getTaskId())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theTerminalRepeatsItsRequestUntilThePhoneApproved(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", above(world, 1_249));
            assertThat(world.terminal("t-near")
                            .findTasks(FindTasksRequest.newBuilder()
                                    .setAssertion(world.matcher.assertion("bob", "t-near"))
                                    .build())
                            .getTasks(0)
                            .getApprovalRequired())
                    .isTrue();

            ConfirmTaskRequest request = world.confirmation("t-near", task.getTaskId());
            for (int i = 0; i < 3; i++) {
                var refused = problem(() -> world.terminal("t-near").confirmTask(request));
                assertThat(refused.reason()).isEqualTo("APPROVAL_REQUIRED");
                assertThat(refused.retryDelay()).contains(Duration.ofSeconds(2));
            }
            assertThat(world.settlements.asked()).isEmpty();
            assertThat(reason(() -> approve(world, "alice", task))).isEqualTo("TASK_NOT_FOUND");
            assertThat(approve(world, "bob", task).getExpireTime())
                    .isEqualTo(TaskWorld.timestamp(TaskWorld.MORNING.plus(Duration.ofMinutes(5))));
            assertThat(world.terminal("t-near")
                            .confirmTask(request)
                            .getExecution()
                            .getState())
                    .isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId())))
                    .as("an approval serves once")
                    .isEqualTo("APPROVAL_REQUIRED");
            assertThat(kinds(world, 4))
                    .as("the phone is asked once for each use, not at each try")
                    .containsExactly(
                            Notification.Kind.KIND_PROPOSED,
                            Notification.Kind.KIND_APPROVAL_NEEDED,
                            Notification.Kind.KIND_SUCCEEDED,
                            Notification.Kind.KIND_APPROVAL_NEEDED);
            assertThat(world.settlements.moves()).isEqualTo(1);
        }
    }

    private static List<Notification.Kind> kinds(TaskWorld world, int count) {
        return world.notifications("bob", 0, count).stream()
                .map(Notification::getKind)
                .toList();
    }

    /** A delegate who overlooked the first question is asked again a minute later, and not before. */
    @ParameterizedTest
    @MethodSource("databases")
    void thePhoneIsAskedAgainAfterAMinute(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = world.ready("o-1", above(world, 1_249)).getTaskId();
            assertThat(reason(() -> world.confirm("t-near", task))).isEqualTo("APPROVAL_REQUIRED");
            world.clock.advance(Duration.ofMinutes(1).minusMillis(1));
            assertThat(reason(() -> world.confirm("t-near", task))).isEqualTo("APPROVAL_REQUIRED");
            world.clock.advance(Duration.ofMillis(1));
            Instant second = world.clock.instant();
            assertThat(reason(() -> world.confirm("t-near", task))).isEqualTo("APPROVAL_REQUIRED");

            Notification last = world.notifications("bob", 0, 3).getLast();
            assertThat(last.getKind()).isEqualTo(Notification.Kind.KIND_APPROVAL_NEEDED);
            assertThat(last.getCreateTime()).isEqualTo(TaskWorld.timestamp(second));
        }
    }

    /** Somebody who only stands at a terminal, or has an old sample, cannot approve for the delegate. */
    @ParameterizedTest
    @MethodSource("databases")
    void onlyAFreshSampleOnTheDelegatesPhoneApprovesAndOnlyAReadyTask(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", above(world, 1_249));
            assertThat(reason(() -> approveWith(world, world.matcher.assertion("bob", "t-near"), task)))
                    .isEqualTo("ASSERTION_WRONG_TERMINAL");
            assertThat(reason(() -> approveWith(world, world.matcher.assertion("alice", "phone"), task)))
                    .isEqualTo("ASSERTION_WRONG_PERSON");
            String once = world.matcher.assertion("bob", "phone");
            var _ = approveWith(world, once, task);
            assertThat(reason(() -> approveWith(world, once, task))).isEqualTo("ASSERTION_USED");

            world.order("o-2", false);
            Task proposed = world.phone("alice")
                    .proposeTask(world.proposal("o-2", above(world, 1_249)))
                    .getTask();
            assertThat(reason(() -> approve(world, "bob", proposed))).isEqualTo("TASK_NOT_READY");
        }
    }

    private static ApproveTaskResponse approveWith(TaskWorld world, String assertion, Task task) {
        return world.phone("bob")
                .approveTask(ApproveTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setAssertion(assertion)
                        .setTaskId(task.getTaskId())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anApprovalRunsOutAndIsNotNeededBelowTheLimit(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", above(world, 1_249));
            var _ = approve(world, "bob", task);
            world.clock.advance(Duration.ofMinutes(5));
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId()))).isEqualTo("APPROVAL_REQUIRED");
            Task small = world.ready("o-2", above(world, 1_250));
            assertThat(reason(() -> approve(world, "bob", small))).isEqualTo("APPROVAL_NOT_NEEDED");
            assertThat(world.confirm("t-near", small.getTaskId()).getState())
                    .isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDelegateWhoIsNewWaitsForTheCoolingOff(TestDatabase test) {
        var policy = new Policy(Duration.ofHours(2), List.of(), List.of());
        try (var world = new TaskWorld(test.database(), TaskWorld.Neighbours.fresh(), policy)) {
            world.settle();
            world.clock.advance(Duration.ofHours(1));
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            assertThat(task.getMandate().getConstraints(0).getNotBefore())
                    .isEqualTo(TaskWorld.timestamp(TaskWorld.MORNING.plus(Duration.ofHours(2))));
            world.clock.advance(Duration.ofHours(1).minusMillis(1));
            assertThat(world.findable("t-near")).isEmpty();
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId()))).isEqualTo("DELEGATE_COOLING_OFF");
            world.clock.advance(Duration.ofMillis(1));
            assertThat(world.confirm("t-near", task.getTaskId()).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(world.ready("o-2", TaskKind.TASK_KIND_PAYMENT)
                            .getMandate()
                            .getConstraintsList())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoeverRevokesWhileATerminalRunsItEndsItThere(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database());
                ExecutorService terminal = Executors.newVirtualThreadPerTaskExecutor()) {
            world.settle();
            for (String person : List.of("alice", "bob")) {
                Task task = world.ready(
                        "o-" + person, world.mandate(TaskKind.TASK_KIND_PAYMENT).setMaxUses(3));
                var asked = new CountDownLatch(1);
                var answer = new CountDownLatch(1);
                world.settlements.answer(order -> {
                    asked.countDown();
                    TaskWorld.await(answer);
                    return dev.stead.task.testing.FakeSettlements.settled(order);
                });
                Future<Execution> paying = terminal.submit(() -> world.confirm("t-near", task.getTaskId()));
                TaskWorld.await(asked);
                Task revoked = world.phone(person)
                        .revokeTask(RevokeTaskRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setTaskId(task.getTaskId())
                                .build())
                        .getTask();
                assertThat(revoked.getState()).isEqualTo(Task.State.STATE_EXECUTING);
                assertThat(revoked.getRevokePending()).isTrue();
                answer.countDown();
                assertThat(paying.get(10, TimeUnit.SECONDS).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
                assertThat(world.now(task).getState()).isEqualTo(Task.State.STATE_REVOKED);
                assertThat(world.now(task).getUses()).isEqualTo(1);
                assertThat(reason(() -> world.confirm("t-near", task.getTaskId())))
                        .isEqualTo("TASK_NOT_READY");
            }
        }
    }
}
