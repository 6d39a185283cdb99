package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.AcceptTaskRequest;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.ListTasksRequest;
import dev.stead.task.v1.ProposeTaskRequest;
import dev.stead.task.v1.ProposeTaskResponse;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request id stands for one request, for ever. */
class IdempotencyTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    /** The request with one field changed to another value that could be meant, for every field but the request id. */
    private static <M extends Message> List<M> changed(M request, M other) {
        List<M> all = new ArrayList<>();
        for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
            if (!field.getName().equals("request_id")) {
                Message changed = request.toBuilder()
                        .setField(field, other.getField(field))
                        .build();
                assertThat(changed).as(field.getName()).isNotEqualTo(request);
                @SuppressWarnings("unchecked")
                M same = (M) changed;
                all.add(same);
            }
        }
        return all;
    }

    /** Or a terminal that mixes up its ids is told that the second task was paid, while the money went to the first. */
    @ParameterizedTest
    @MethodSource("databases")
    void aConfirmationOfAnotherTaskUnderTheSameIdIsRefused(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String first = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            String second = world.ready("o-2", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            var confirmed = world.confirmation("t-near", first);
            var _ = world.terminal("t-near").confirmTask(confirmed);
            var mixedUp = world.confirmation("t-near", second).toBuilder()
                    .setRequestId(confirmed.getRequestId())
                    .build();
            assertThat(reason(() -> world.terminal("t-near").confirmTask(mixedUp)))
                    .isEqualTo("REQUEST_ID_REUSED");
            assertThat(world.settlements.moves()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRepeatGetsTheFirstAnswerAndAnyChangeIsRefusedAlsoAfterARestart(TestDatabase test) {
        var world = new TaskWorld(test.database());
        world.settle();
        world.order("o-1", false);
        ProposeTaskRequest request = world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT));
        ProposeTaskRequest other = request.toBuilder()
                .setAssertion(world.matcher.assertion("alice", "phone"))
                .setDelegateId("carol")
                .setMerchantId("butcher")
                .setOrderId("o-2")
                .setMandate(world.mandate(TaskKind.TASK_KIND_PAYMENT).setMaxUses(2))
                .build();
        ProposeTaskResponse first = world.phone("alice").proposeTask(request);
        TaskWorld.Neighbours neighbours = world.neighbours();
        for (int restart = 0; restart < 2; restart++) {
            assertThat(world.phone("alice").proposeTask(request).toByteArray()).isEqualTo(first.toByteArray());
            for (ProposeTaskRequest changed : changed(request, other)) {
                var running = world;
                assertThat(reason(() -> running.phone("alice").proposeTask(changed)))
                        .isEqualTo("REQUEST_ID_REUSED");
            }
            world.close();
            world = new TaskWorld(test.reopen(), neighbours);
            // The assertion has expired by now; the first answer stands.
            world.clock.advance(Duration.ofMinutes(5));
        }
        assertThat(world.phone("alice")
                        .listTasks(ListTasksRequest.newBuilder()
                                .setSide(ListTasksRequest.Side.SIDE_DELEGATOR)
                                .build())
                        .getTasksList())
                .hasSize(1);
        world.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherCallerOrCallWithTheSameIdIsRefused(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            ConfirmTaskRequest confirm = world.confirmation("t-near", task.getTaskId());
            var _ = world.terminal("t-near").confirmTask(confirm);
            assertThat(reason(() -> world.terminal("t-far").confirmTask(confirm)))
                    .isEqualTo("REQUEST_ID_REUSED");
            assertThat(reason(() -> world.phone("bob")
                            .revokeTask(RevokeTaskRequest.newBuilder()
                                    .setRequestId(confirm.getRequestId())
                                    .setTaskId(task.getTaskId())
                                    .build())))
                    .isEqualTo("REQUEST_ID_REUSED");
            ConfirmTaskRequest otherTask =
                    confirm.toBuilder().setTaskId("another").build();
            assertThat(reason(() -> world.terminal("t-near").confirmTask(otherTask)))
                    .isEqualTo("REQUEST_ID_REUSED");
            ConfirmTaskRequest otherAssertion = confirm.toBuilder()
                    .setAssertion(world.matcher.assertion("bob", "t-near"))
                    .build();
            assertThat(reason(() -> world.terminal("t-near").confirmTask(otherAssertion)))
                    .isEqualTo("REQUEST_ID_REUSED");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRefusalIsNotKept(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            Task proposed = world.phone("alice")
                    .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT)))
                    .getTask();
            ConfirmTaskRequest confirm = world.confirmation("t-near", proposed.getTaskId());
            assertThat(reason(() -> world.terminal("t-near").confirmTask(confirm)))
                    .isEqualTo("TASK_NOT_READY");
            var _ = world.accept(proposed.getTaskId());
            assertThat(world.terminal("t-near")
                            .confirmTask(confirm)
                            .getExecution()
                            .getFailureReason())
                    .isEmpty();
            assertThat(world.settlements.moves()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void manyAtOnceAreOne(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            world.settle();
            world.order("o-1", false);
            Task proposed = world.phone("alice")
                    .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT)))
                    .getTask();
            var accept = AcceptTaskRequest.newBuilder()
                    .setRequestId(TaskWorld.id())
                    .setAssertion(world.matcher.assertion("bob", "phone"))
                    .setTaskId(proposed.getTaskId())
                    .build();
            Callable<Task> call = () -> world.phone("bob").acceptTask(accept).getTask();
            List<Task> answers = callers.invokeAll(java.util.Collections.nCopies(20, call)).stream()
                    .map(answer -> Objects.requireNonNull(answer.resultNow()))
                    .toList();
            assertThat(answers).allMatch(answers.getFirst()::equals);
            assertThat(answers.getFirst().getVersion()).isEqualTo(2);
        }
    }
}
