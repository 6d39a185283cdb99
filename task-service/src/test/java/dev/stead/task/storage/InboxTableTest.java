package dev.stead.task.storage;

import static dev.stead.task.storage.StoreSample.LOCKER;
import static dev.stead.task.storage.StoreSample.NOW;
import static dev.stead.task.storage.StoreSample.ORDER;
import static dev.stead.task.storage.StoreSample.PRICE;
import static dev.stead.task.storage.StoreSample.hours;
import static dev.stead.task.storage.StoreSample.moved;
import static dev.stead.task.storage.StoreSample.task;
import static dev.stead.task.storage.StoreSample.town;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.InboxRecords.Cursors;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people are told and what was asked is kept for ever, on both engines. */
class InboxTableTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNotificationShowsTheTaskAsItWasThen(TestDatabase test) {
        UnitOfWork store = town(test);
        Task ready = task("task-1", TaskState.READY, hours(1), NOW);
        store.write(records -> {
            records.tasks().add(ready);
            TaskView view = records.tasks().view("task-1").orElseThrow();
            records.inboxes().deliver(List.of("bob", "alice"), NotificationKind.ACCEPTED, view, NOW);
            return true;
        });
        store.write(records -> {
            records.executions()
                    .add(new Execution("e-1", "task-1", "t-1", new Execution.Paid(PRICE, "s-1"), NOW, NOW), NOW);
            records.tasks().replace(moved(ready, TaskState.SUCCEEDED, 2));
            records.orders().replace(new Order(ORDER, "Two loaves", PRICE, LOCKER, NOW, Order.State.PAID, null, ""));
            TaskView view = records.tasks().view("task-1").orElseThrow();
            records.inboxes().deliver(List.of("alice"), NotificationKind.SUCCEEDED, view, NOW.plusSeconds(1));
            return true;
        });
        List<Notification> told = store.read(records -> records.inboxes().after("alice", 0, 10));
        assertThat(told).extracting(Notification::cursor).containsExactly(1L, 2L);
        assertThat(told.getFirst().task().task()).isEqualTo(ready);
        assertThat(told.getFirst().task().order().state()).isEqualTo(Order.State.OPEN);
        assertThat(told.getFirst().task().lastExecution()).isNull();
        assertThat(told.getLast().task())
                .isEqualTo(store.<TaskView>read(
                        records -> records.tasks().view("task-1").orElseThrow()));
        assertThat(store.<List<Notification>>read(records -> records.inboxes().after("alice", 1, 10)))
                .hasSize(1);
        assertThat(store.<List<Notification>>read(records -> records.inboxes().after("bob", 0, 10)))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void acknowledgingNeverGoesBack(TestDatabase test) {
        UnitOfWork store = town(test);
        store.write(records -> {
            records.tasks().add(task("task-1", TaskState.READY, hours(1), NOW));
            TaskView view = records.tasks().view("task-1").orElseThrow();
            for (int i = 0; i < 3; i++) {
                records.inboxes().deliver(List.of("bob"), NotificationKind.ACCEPTED, view, NOW);
            }
            records.inboxes().acknowledge("bob", 2);
            records.inboxes().acknowledge("bob", 1);
            return true;
        });
        assertThat(store.<Cursors>read(records -> records.inboxes().cursors("bob")))
                .isEqualTo(new Cursors(3, 2));
        assertThat(store.<Cursors>read(records -> records.inboxes().cursors("nobody")))
                .isEqualTo(new Cursors(0, 0));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void requestsAndAssertionsAreTakenOnceAlsoAfterARestart(TestDatabase test) {
        var intention = new RequestIdentity(UUID.randomUUID(), new RequestFingerprint("f00d"));
        var assertion = new Assertion("a-1", "bob", "t-1", NOW, NOW.plusSeconds(60), "a.b.c");
        UnitOfWork store = town(test);
        store.<Boolean>write(records -> {
            assertThat(records.requests().take(intention, null)).isTrue();
            assertThat(records.requests().answer(intention.requestId(), new byte[] {1, 2}))
                    .containsExactly(1, 2);
            assertThat(records.requests().answer(intention.requestId(), new byte[] {3}))
                    .containsExactly(1, 2);
            assertThat(records.requests().burn(assertion, "task-1")).isTrue();
            return true;
        });
        Database again = test.reopen();
        new TaskDatabase(again, new InboxSignal()).<Boolean>write(records -> {
            assertThat(records.requests().take(intention, null)).isFalse();
            assertThat(records.requests()
                            .find(intention.requestId())
                            .orElseThrow()
                            .answer()
                            .orElseThrow())
                    .containsExactly(1, 2);
            assertThat(records.requests().burn(assertion, "task-1")).isFalse();
            assertThat(records.requests().burn(assertion, "task-2")).isTrue();
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theBellRingsForWhomSomethingWasCommitted(TestDatabase test) {
        var bell = new InboxSignal();
        List<String> rung = new ArrayList<>();
        UnitOfWork store = new TaskDatabase(test.database(), bell);
        town(test);
        InboxSignal.Listening listening = bell.listen("bob", () -> rung.add("bob"));
        store.write(records -> {
            records.tasks().add(task("task-1", TaskState.READY, hours(1), NOW));
            TaskView view = records.tasks().view("task-1").orElseThrow();
            records.inboxes().deliver(List.of("bob"), NotificationKind.ACCEPTED, view, NOW);
            assertThat(rung).isEmpty();
            return true;
        });
        assertThat(rung).containsExactly("bob");
        assertThatThrownBy(() -> store.write(records -> {
                    TaskView view = records.tasks().view("task-1").orElseThrow();
                    records.inboxes().deliver(List.of("bob"), NotificationKind.ACCEPTED, view, NOW);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(rung).containsExactly("bob");
        listening.close();
        store.write(records -> {
            TaskView view = records.tasks().view("task-1").orElseThrow();
            records.inboxes().deliver(List.of("bob"), NotificationKind.ACCEPTED, view, NOW);
            return true;
        });
        assertThat(rung).hasSize(1);
    }
}
