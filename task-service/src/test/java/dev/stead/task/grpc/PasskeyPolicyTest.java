package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.mandate.ApprovalMethod;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.PasskeyPhone;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.testing.TestAuthenticator;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.ApproveTaskResponse;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over the operator's limit a face is never enough: not at a terminal, not on a phone, not for a mandate that is older than the limit. */
class PasskeyPolicyTest {
    private static final Policy PASSKEYS = over(1_249, ApprovalMethod.PASSKEY);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static Policy over(long cents, ApprovalMethod method) {
        return new Policy(Duration.ZERO, List.of(new Money("EUR", cents)), method);
    }

    private static TaskWorld world(TestDatabase test, Policy policy) {
        return new TaskWorld(test.database(), TaskWorld.Neighbours.fresh(), policy);
    }

    private static ApproveTaskResponse approveByFace(TaskWorld world, String taskId) {
        return world.phone("bob")
                .approveTask(ApproveTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setAssertion(world.matcher.assertion("bob", "phone"))
                        .setTaskId(taskId)
                        .build());
    }

    /** ATTACKS, section 4: what a thief has is Bob's token and a capture of his face. */
    @ParameterizedTest
    @MethodSource("databases")
    void aStolenTokenAndAStolenFaceApproveNothing(TestDatabase test) {
        try (var world = world(test, PASSKEYS)) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            var thief = new PasskeyPhone(world, "bob");
            var thiefs = new TestAuthenticator("thief's");
            assertThat(reason(() -> approveByFace(world, task))).isEqualTo("PASSKEY_REQUIRED");
            assertThat(reason(() -> thief.approval(task))).isEqualTo("PASSKEY_WAITS");
            thief.register(thiefs);
            assertThat(reason(() -> thief.approval(task))).isEqualTo("PASSKEY_WAITS");
            world.clock.advance(Duration.ofHours(7));
            assertThat(reason(() -> thief.approval(task))).isEqualTo("PASSKEY_WAITS");
            assertThat(reason(() -> world.confirm("t-near", task))).isEqualTo("APPROVAL_REQUIRED");
            assertThat(world.settlements.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoHasAPasskeyApprovesWithIt(TestDatabase test) {
        try (var world = world(test, PASSKEYS)) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            approveByPasskey(world, task);
            assertThat(world.confirm("t-near", task).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }

    private static void approveByPasskey(TaskWorld world, String task) {
        var phone = new PasskeyPhone(world, "bob");
        var key = new TestAuthenticator("bob's " + task);
        phone.registerInPerson(key);
        var _ = phone.approve(task, key.sign(phone.approval(task)));
    }

    /** Tasks that were proposed, and approved by a face, before the operator set the limit. */
    @ParameterizedTest
    @MethodSource("databases")
    void aLimitBindsWhatIsOlderThanIt(TestDatabase test) {
        String free;
        String bound;
        TaskWorld.Neighbours neighbours;
        try (var before = new TaskWorld(test.database())) {
            neighbours = before.neighbours();
            before.settle();
            free = before.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            Mandate.Builder mandate = before.mandate(TaskKind.TASK_KIND_PAYMENT)
                    .addConstraints(Constraint.newBuilder().setApprovalAbove(TaskWorld.money(100)));
            bound = before.ready("o-2", mandate).getTaskId();
            var _ = approveByFace(before, bound);
        }
        try (var world = new TaskWorld(test.database(), neighbours, PASSKEYS)) {
            assertThat(world.terminal("t-near")
                            .findTasks(FindTasksRequest.newBuilder()
                                    .setAssertion(world.matcher.assertion("bob", "t-near"))
                                    .build())
                            .getTasksList())
                    .hasSize(2)
                    .allMatch(task -> task.getApprovalRequired());
            for (String task : List.of(free, bound)) {
                assertThat(reason(() -> world.confirm("t-near", task))).isEqualTo("APPROVAL_REQUIRED");
                approveByPasskey(world, task);
                assertThat(world.confirm("t-near", task).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void belowTheLimitAFaceApprovesWhatTheMandateAsksFor(TestDatabase test) {
        try (var world = world(test, over(1_250, ApprovalMethod.PASSKEY))) {
            world.settle();
            Mandate.Builder mandate = world.mandate(TaskKind.TASK_KIND_PAYMENT)
                    .addConstraints(Constraint.newBuilder().setApprovalAbove(TaskWorld.money(100)));
            String task = world.ready("o-1", mandate).getTaskId();
            assertThat(reason(() -> world.confirm("t-near", task))).isEqualTo("APPROVAL_REQUIRED");
            var _ = approveByFace(world, task);
            assertThat(world.confirm("t-near", task).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anOperatorWhosePhonesKnowNoPasskeysTakesAFaceAgain(TestDatabase test) {
        try (var world = world(test, over(1_249, ApprovalMethod.VERIFICATION))) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            assertThat(reason(() -> world.confirm("t-near", task))).isEqualTo("APPROVAL_REQUIRED");
            var _ = approveByFace(world, task);
            assertThat(world.confirm("t-near", task).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }
}
