package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.PhoneContacts;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.Condition;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.Contact;
import dev.stead.task.v1.DeclineTaskRequest;
import dev.stead.task.v1.ExplainTaskRequest;
import dev.stead.task.v1.ExplainTaskResponse;
import dev.stead.task.v1.GetTaskRequest;
import dev.stead.task.v1.ListContactsRequest;
import dev.stead.task.v1.ListTasksRequest;
import dev.stead.task.v1.ListTasksResponse;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.type.v1.DayOfWeek;
import dev.stead.type.v1.TimeWindow;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The phones' and the operator's side beyond the journey. */
class DelegationTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static Task propose(TaskWorld world, String orderId) {
        world.order(orderId, false);
        return world.phone("alice")
                .proposeTask(world.proposal(orderId, world.mandate(TaskKind.TASK_KIND_PAYMENT)))
                .getTask();
    }

    private static Task revoke(TaskWorld world, String person, String taskId) {
        return world.phone(person)
                .revokeTask(RevokeTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setTaskId(taskId)
                        .build())
                .getTask();
    }

    private static Task decline(TaskWorld world, String person, String taskId) {
        return world.phone(person)
                .declineTask(DeclineTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setTaskId(taskId)
                        .build())
                .getTask();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTaskBelongsToItsTwoPeople(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.name("carol", "Carol");
            Task task = propose(world, "o-1");
            var get = GetTaskRequest.newBuilder().setTaskId(task.getTaskId()).build();
            assertThat(world.phone("alice").getTask(get))
                    .isEqualTo(world.phone("bob").getTask(get));
            assertThat(reason(() -> world.phone("carol").getTask(get))).isEqualTo("TASK_NOT_FOUND");
            assertThat(reason(() -> revoke(world, "carol", task.getTaskId()))).isEqualTo("TASK_NOT_FOUND");
            assertThat(reason(() -> decline(world, "alice", task.getTaskId()))).isEqualTo("TASK_NOT_FOUND");
            assertThat(reason(() -> revoke(world, "bob", task.getTaskId()))).isEqualTo("TASK_NOT_REVOCABLE");
        }
    }

    /** It could never be done: the delegator hears of it while they can still change it. */
    @ParameterizedTest
    @MethodSource("databases")
    void aMandateThatForbidsItsOwnOrderIsRefused(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            assertThat(reason(() -> proposeUnder(
                            world,
                            constraint ->
                                    constraint.getAllowedMerchantsBuilder().addMerchantIds("butcher"))))
                    .isEqualTo("MERCHANT_NOT_ALLOWED");
            assertThat(reason(() -> proposeUnder(
                            world,
                            constraint ->
                                    constraint.getAllowedOrderKindsBuilder().addOrderKinds("grocery"))))
                    .isEqualTo("ORDER_KIND_NOT_ALLOWED");
            assertThat(proposeUnder(
                                    world,
                                    constraint -> constraint
                                            .getAllowedMerchantsBuilder()
                                            .addMerchantIds("bakery"))
                            .getState())
                    .isEqualTo(Task.State.STATE_PROPOSED);
        }
    }

    private static Task proposeUnder(TaskWorld world, Consumer<Constraint.Builder> bound) {
        var mandate = world.mandate(TaskKind.TASK_KIND_PAYMENT);
        bound.accept(mandate.addConstraintsBuilder());
        return world.phone("alice").proposeTask(world.proposal("o-1", mandate)).getTask();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRevokedTaskIsGoneFromTheTerminalAtOnceAndBothAreTold(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            assertThat(world.findable("t-near")).hasSize(1);
            assertThat(revoke(world, "bob", task.getTaskId()).getState()).isEqualTo(Task.State.STATE_REVOKED);
            assertThat(world.findable("t-near")).isEmpty();
            assertThat(reason(() -> world.confirm("t-near", task.getTaskId()))).isEqualTo("TASK_NOT_READY");
            for (String person : List.of("alice", "bob")) {
                assertThat(world.notifications(person, 0, 2).getLast().getKind())
                        .isEqualTo(Notification.Kind.KIND_REVOKED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tasksExpireInOrderWhenTheirWindowCloses(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task ready = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            Task proposed = propose(world, "o-2");
            Instant closes = TaskWorld.MORNING.plus(Duration.ofHours(8));
            assertThat(world.expiry.run()).isEqualTo(TaskWorld.MORNING.plus(Duration.ofMinutes(1)));
            world.clock.set(closes.minusSeconds(1));
            assertThat(world.expiry.run()).isEqualTo(closes);
            world.clock.set(closes);
            var _ = world.expiry.run();
            for (Task task : List.of(ready, proposed)) {
                assertThat(world.phone("alice")
                                .getTask(GetTaskRequest.newBuilder()
                                        .setTaskId(task.getTaskId())
                                        .build())
                                .getTask()
                                .getState())
                        .isEqualTo(Task.State.STATE_EXPIRED);
            }
            assertThat(reason(() -> world.accept(proposed.getTaskId()))).isEqualTo("TASK_NOT_PROPOSED");
            assertThat(world.notifications("bob", 0, 4))
                    .extracting(Notification::getKind)
                    .containsExactly(
                            Notification.Kind.KIND_PROPOSED,
                            Notification.Kind.KIND_PROPOSED,
                            Notification.Kind.KIND_EXPIRED,
                            Notification.Kind.KIND_EXPIRED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofTwoProcessesThatExpireATaskOneTellsItsPeople(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            var _ = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            world.clock.advance(Duration.ofHours(8));
            world.unitOfWork.beforeNextWrite(() -> {
                var _ = world.expiry.run();
            });
            var _ = world.expiry.run();

            assertThat(world.useCases.inbox().after(new PersonId("bob"), 0, 10))
                    .extracting(notification -> notification.kind().name())
                    .containsExactly("PROPOSED", "EXPIRED");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tasksAreListedPageByPage(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            List<String> made = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                made.addFirst(propose(world, "o-" + i).getTaskId());
                world.clock.advance(Duration.ofSeconds(1));
            }
            List<String> listed = new ArrayList<>();
            String token = "";
            do {
                ListTasksResponse page = world.phone("bob")
                        .listTasks(ListTasksRequest.newBuilder()
                                .setSide(ListTasksRequest.Side.SIDE_DELEGATE)
                                .setOpenOnly(true)
                                .setPageSize(3)
                                .setPageToken(token)
                                .build());
                page.getTasksList().forEach(task -> listed.add(task.getTaskId()));
                token = page.getNextPageToken();
            } while (!token.isEmpty());
            assertThat(listed).isEqualTo(made);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void twoPeopleAreContactsOnceEachHasAddedTheOther(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.name("carol", "Carol");

            assertThat(world.contacts("carol").add("alice")).isEqualTo(outgoing("alice"));
            assertThat(world.contacts("carol").list()).containsExactly(outgoing("alice"));
            assertThat(world.contacts("alice").list())
                    .contains(contact("carol", "Carol", Contact.State.STATE_INCOMING))
                    .hasSize(2);
            world.order("order-c", false);
            assertThat(reason(() -> propose(world, "carol", "alice"))).isEqualTo("NOT_A_CONTACT");
            assertThat(reason(() -> propose(world, "alice", "carol"))).isEqualTo("NOT_A_CONTACT");

            assertThat(world.contacts("alice").add("carol"))
                    .isEqualTo(contact("carol", "Carol", Contact.State.STATE_MUTUAL));
            assertThat(world.contacts("carol").list())
                    .containsExactly(contact("alice", "Alice", Contact.State.STATE_MUTUAL));
            var _ = propose(world, "carol", "alice");

            world.contacts("alice").remove("carol");
            assertThat(world.contacts("carol").list()).isEmpty();
            assertThat(world.contacts("alice").list())
                    .extracting(Contact::getContactId)
                    .containsExactly("bob");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void addingSomebodyDoesNotTellWhetherTheyExist(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.name("carol", "Carol");

            assertThat(world.contacts("carol").add("nobody")).isEqualTo(outgoing("nobody"));
            assertThat(world.contacts("carol").add("bob")).isEqualTo(outgoing("bob"));
        }
    }

    private static Task propose(TaskWorld world, String delegator, String delegate) {
        return world.phone(delegator)
                .proposeTask(world.proposal("order-c", world.mandate(TaskKind.TASK_KIND_PAYMENT)).toBuilder()
                        .setAssertion(world.matcher.assertion(delegator, "phone"))
                        .setDelegateId(delegate)
                        .build())
                .getTask();
    }

    private static Contact outgoing(String id) {
        return contact(id, "", Contact.State.STATE_OUTGOING);
    }

    private static Contact contact(String id, String name, Contact.State state) {
        return Contact.newBuilder()
                .setContactId(id)
                .setDisplayName(name)
                .setState(state)
                .build();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void contactsAreListedByNameAndLastThoseWithoutOne(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            var _ = world.contacts("alice").add("a-stranger");
            for (String name : List.of("Zoe", "Ada", "Mia")) {
                world.name("p-" + name, name);
                PhoneContacts.agree(world, "alice", "p-" + name);
            }
            var first = world.phone("alice")
                    .listContacts(
                            ListContactsRequest.newBuilder().setPageSize(3).build());
            assertThat(first.getContactsList())
                    .extracting(Contact::getDisplayName)
                    .containsExactly("Ada", "Bob", "Mia");
            var second = world.phone("alice")
                    .listContacts(ListContactsRequest.newBuilder()
                            .setPageSize(3)
                            .setPageToken(first.getNextPageToken())
                            .build());
            assertThat(second.getContactsList())
                    .extracting(Contact::getDisplayName)
                    .containsExactly("Zoe", "");
            assertThat(second.getNextPageToken()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void contactsOfTheSameNameAreListedByTheirIds(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.name("a-bob", "Bob");
            var _ = world.contacts("a-bob").add("alice");

            assertThat(world.contacts("alice").list())
                    .extracting(Contact::getContactId)
                    .containsExactly("a-bob", "bob");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theOperatorIsToldWhyATaskCannotBeDone(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            var window = TimeWindow.newBuilder();
            window.getRecurringBuilder()
                    .setTimeZone("Europe/Paris")
                    .addDays(DayOfWeek.DAY_OF_WEEK_MONDAY)
                    .setOpens("14:00")
                    .setCloses("18:00")
                    .setFirstDate("2026-11-23")
                    .setLastDate("2026-11-23");
            Task task =
                    world.ready("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT).setWindow(window));
            ExplainTaskResponse explained = world.terminal(new Caller.Operator("op"))
                    .explainTask(ExplainTaskRequest.newBuilder()
                            .setTaskId(task.getTaskId())
                            .setTerminalId("t-far")
                            .build());
            assertThat(explained.getEligible()).isFalse();
            assertThat(explained.getConditionsList())
                    .extracting(Condition::getName)
                    .containsExactly(
                            "STATE", "ENROLMENT", "TERMINAL", "WINDOW", "PLACE", "MERCHANT", "ORDER", "AMOUNT", "USES");
            assertThat(explained.getConditionsList())
                    .filteredOn(condition -> !condition.getHolds())
                    .extracting(Condition::getExplanation)
                    .containsExactly("not yet open (opens 14:00 Europe/Paris)", "outside: 1802 m from the fence");
        }
    }

    @Test
    void whenAHundredTasksHaveExpiredTheNextAreLookedForAtOnce() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            var _ = propose(world, "o-1");
            for (int i = 1; i < 100; i++) {
                var _ = world.phone("alice")
                        .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT)));
            }
            world.clock.advance(Duration.ofHours(8));

            assertThat(world.expiry.run()).isEqualTo(world.clock.instant());
        }
    }

    @Test
    void openTasksHaveALimit() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            Task first = propose(world, "o-1");
            for (int i = 1; i < 200; i++) {
                var _ = world.phone("alice")
                        .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT)));
            }
            assertThat(reason(() -> world.phone("alice")
                            .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT)))))
                    .isEqualTo("TOO_MANY_OPEN_TASKS");
            var _ = decline(world, "bob", first.getTaskId());
            assertThat(propose(world, "o-2").getState()).isEqualTo(Task.State.STATE_PROPOSED);
        }
    }

    @ParameterizedTest
    @EnumSource(TaskError.class)
    void everyReasonHasACodeThatIsNotAFault(TaskError error) {
        assertThat(TaskErrors.code(error))
                .isNotIn(Status.Code.OK, Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.UNAVAILABLE);
    }
}
