package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.PersonId;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.AcceptTaskRequest;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.Condition;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.ExplainTaskRequest;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Bob accepted, once somebody is enrolled anew in his name: he himself, or whoever stole his token. */
class EnrolmentChangeTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static String anew(TaskWorld world, String terminal) {
        return world.matcher.assertion("bob", terminal, claims -> claims.claim("enr", "e-anew"));
    }

    private static ConfirmTaskRequest confirmation(TaskWorld world, Task task) {
        return world.confirmation("t-near", task.getTaskId()).toBuilder()
                .setAssertion(anew(world, "t-near"))
                .build();
    }

    private static AcceptTaskRequest acceptance(TaskWorld world, Task task) {
        return AcceptTaskRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setAssertion(anew(world, "phone"))
                .setTaskId(task.getTaskId())
                .build();
    }

    private static List<Notification.Kind> told(TaskWorld world, String person, int count) {
        return world.notifications(person, 0, count).stream()
                .map(Notification::getKind)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNewFaceDoesNothingThatTheOldOneAcceptedAndBothAreTold(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);

            for (int i = 0; i < 2; i++) {
                assertThat(reason(() -> world.terminal("t-near").confirmTask(confirmation(world, task))))
                        .isEqualTo("ENROLMENT_CHANGED");
            }

            assertThat(world.settlements.asked()).isEmpty();
            assertThat(told(world, "alice", 2))
                    .containsExactly(Notification.Kind.KIND_ACCEPTED, Notification.Kind.KIND_ENROLMENT_CHANGED);
            assertThat(told(world, "bob", 2))
                    .containsExactly(Notification.Kind.KIND_PROPOSED, Notification.Kind.KIND_ENROLMENT_CHANGED);
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId())))
                    .as("the face of before, too, must accept again")
                    .isEqualTo("ENROLMENT_CHANGED");
            assertThat(world.now(task).getState()).isEqualTo(Task.State.STATE_READY);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofTwoTerminalsThatSeeTheNewFaceAtOnceOneTellsThePeople(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            var _ = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            world.unitOfWork.beforeNextWrite(() -> find(world, "t-far"));
            find(world, "t-near");

            assertThat(world.useCases.inbox().after(new PersonId("alice"), 0, 10))
                    .extracting(notification -> notification.kind().name())
                    .containsExactly("ACCEPTED", "ENROLMENT_CHANGED");
        }
    }

    private static void find(TaskWorld world, String terminal) {
        var _ = world.terminal(terminal)
                .findTasks(FindTasksRequest.newBuilder()
                        .setAssertion(anew(world, terminal))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTerminalIsNotShownWhatMustBeAcceptedAgainAndTheOperatorIsToldWhy(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            assertThat(enrolment(world, task).getHolds()).isTrue();

            assertThat(world.terminal("t-near")
                            .findTasks(FindTasksRequest.newBuilder()
                                    .setAssertion(anew(world, "t-near"))
                                    .build())
                            .getTasksList())
                    .isEmpty();

            assertThat(enrolment(world, task).getHolds()).isFalse();
            assertThat(enrolment(world, task).getExplanation()).contains("accept the task again");
            assertThat(told(world, "alice", 2)).contains(Notification.Kind.KIND_ENROLMENT_CHANGED);
        }
    }

    private static Condition enrolment(TaskWorld world, Task task) {
        return world
                .terminal(new Caller.Operator("op"))
                .explainTask(ExplainTaskRequest.newBuilder()
                        .setTaskId(task.getTaskId())
                        .setTerminalId("t-near")
                        .build())
                .getConditionsList()
                .stream()
                .filter(condition -> condition.getName().equals("ENROLMENT"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoAcceptsAgainMayDoItAndEverybodyIsTold(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            Task other = world.ready("o-2", TaskKind.TASK_KIND_PAYMENT);

            Task again = world.phone("bob").acceptTask(acceptance(world, task)).getTask();

            assertThat(again.getState()).isEqualTo(Task.State.STATE_READY);
            assertThat(told(world, "bob", 4))
                    .as("two proposals, then of each task that it was accepted in another enrolment")
                    .endsWith(Notification.Kind.KIND_ENROLMENT_CHANGED, Notification.Kind.KIND_ENROLMENT_CHANGED);
            assertThat(told(world, "alice", 5))
                    .endsWith(
                            Notification.Kind.KIND_ENROLMENT_CHANGED,
                            Notification.Kind.KIND_ACCEPTED,
                            Notification.Kind.KIND_ENROLMENT_CHANGED);
            assertThat(world.terminal("t-near")
                            .confirmTask(confirmation(world, task))
                            .getExecution()
                            .getState())
                    .isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(reason(() -> world.terminal("t-near").confirmTask(confirmation(world, other))))
                    .isEqualTo("ENROLMENT_CHANGED");
            assertThat(reason(() -> world.phone("bob").acceptTask(acceptance(world, task))))
                    .as("once")
                    .isEqualTo("TASK_NOT_PROPOSED");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAssertionThatIsUsedAtAnotherTerminalTakesNothingBack(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            ConfirmTaskRequest stolen = confirmation(world, task).toBuilder()
                    .setAssertion(anew(world, "t-far"))
                    .build();

            assertThat(reason(() -> world.terminal("t-near").confirmTask(stolen)))
                    .isEqualTo("ASSERTION_WRONG_TERMINAL");
            assertThat(world.findable("t-near")).containsExactly(task.getTaskId());
        }
    }

    /** Or whoever repeats a request of before takes everything back that was accepted since. */
    @ParameterizedTest
    @MethodSource("databases")
    void anAssertionThatHasExpiredSaysNothingOfToday(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            Task proposed = world.phone("alice")
                    .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT)))
                    .getTask();
            AcceptTaskRequest earlier = acceptance(world, proposed);
            var _ = world.phone("bob").acceptTask(earlier);
            world.clock.advance(Duration.ofMinutes(5));
            Task since = world.ready("o-2", TaskKind.TASK_KIND_PAYMENT);

            var _ = world.phone("bob").acceptTask(earlier);

            assertThat(world.findable("t-near")).containsExactly(since.getTaskId());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNewFaceApprovesNothingThatTheOldOneAcceptedAndAnApprovalOfBeforeIsGone(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            var mandate = world.mandate(TaskKind.TASK_KIND_PAYMENT)
                    .addConstraints(Constraint.newBuilder().setApprovalAbove(TaskWorld.money(1)));
            Task task = world.ready("o-1", mandate);
            ApproveTaskRequest approval = ApproveTaskRequest.newBuilder()
                    .setRequestId(TaskWorld.id())
                    .setAssertion(world.matcher.assertion("bob", "phone"))
                    .setTaskId(task.getTaskId())
                    .build();
            world.phone("bob").approveTask(approval);

            assertThat(reason(() -> world.phone("bob")
                            .approveTask(approval.toBuilder()
                                    .setRequestId(TaskWorld.id())
                                    .setAssertion(anew(world, "phone"))
                                    .build())))
                    .isEqualTo("ENROLMENT_CHANGED");

            assertThat(told(world, "alice", 2)).contains(Notification.Kind.KIND_ENROLMENT_CHANGED);
            world.phone("bob").acceptTask(acceptance(world, task));
            assertThat(reason(() -> world.terminal("t-near").confirmTask(confirmation(world, task))))
                    .isEqualTo("APPROVAL_REQUIRED");
        }
    }
}
