package dev.stead.task.storage;

import static dev.stead.task.storage.StoreSample.ALICE;
import static dev.stead.task.storage.StoreSample.BOB;
import static dev.stead.task.storage.StoreSample.EXECUTION;
import static dev.stead.task.storage.StoreSample.LOCKER;
import static dev.stead.task.storage.StoreSample.NOW;
import static dev.stead.task.storage.StoreSample.ORDER;
import static dev.stead.task.storage.StoreSample.PRICE;
import static dev.stead.task.storage.StoreSample.TASK;
import static dev.stead.task.storage.StoreSample.TERMINAL;
import static dev.stead.task.storage.StoreSample.hours;
import static dev.stead.task.storage.StoreSample.moved;
import static dev.stead.task.storage.StoreSample.task;
import static dev.stead.task.storage.StoreSample.town;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.Repositories.Inboxes.Cursors;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.Notification.Change;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notifications and requests are stored for ever, on both engines. */
class InboxTableTest {
    private static final long MILLIS = NOW.toEpochMilli();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNotificationShowsTheTaskAsItWasThen(TestDatabase test) {
        UnitOfWork store = town(test);
        Task ready = task(TASK, TaskState.READY, hours(1), NOW);
        store.write(repositories -> {
            repositories.tasks().add(ready);
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            repositories.inboxes().deliver(List.of(BOB, ALICE), NotificationKind.ACCEPTED, view, NOW);
            return true;
        });
        store.write(repositories -> {
            repositories
                    .executions()
                    .add(
                            new Execution(
                                    EXECUTION,
                                    TASK,
                                    TERMINAL,
                                    new Execution.Paid(PRICE, new SettlementReference("s-1")),
                                    NOW,
                                    NOW),
                            NOW);
            repositories.tasks().replace(moved(ready, TaskState.SUCCEEDED, 2));
            repositories
                    .orders()
                    .replace(new Order(ORDER, "Two loaves", PRICE, LOCKER, NOW, Order.State.PAID, null, ""));
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            repositories.inboxes().deliver(List.of(ALICE), NotificationKind.SUCCEEDED, view, NOW.plusSeconds(1));
            return true;
        });
        List<Notification> notifications =
                store.read(repositories -> repositories.inboxes().findAfter(ALICE, 0, 10));
        assertThat(notifications).extracting(Notification::cursor).containsExactly(MILLIS, MILLIS + 1_000);
        TaskView first = ((Change.OfTask) notifications.getFirst().change()).task();
        assertThat(first.task()).isEqualTo(ready);
        assertThat(first.order().state()).isEqualTo(Order.State.OPEN);
        assertThat(first.lastExecution()).isNull();
        assertThat(((Change.OfTask) notifications.getLast().change()).task())
                .isEqualTo(store.<TaskView>read(
                        repositories -> repositories.tasks().view(TASK).orElseThrow()));
        assertThat(store.<List<Notification>>read(
                        repositories -> repositories.inboxes().findAfter(ALICE, MILLIS, 10)))
                .hasSize(1);
        assertThat(store.<List<Notification>>read(
                        repositories -> repositories.inboxes().findAfter(BOB, 0, 10)))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void acknowledgingNeverGoesBack(TestDatabase test) {
        UnitOfWork store = town(test);
        store.write(repositories -> {
            repositories.tasks().add(task(TASK, TaskState.READY, hours(1), NOW));
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            for (int i = 0; i < 3; i++) {
                repositories.inboxes().deliver(List.of(BOB), NotificationKind.ACCEPTED, view, NOW);
            }
            repositories.inboxes().acknowledge(BOB, MILLIS + 1);
            repositories.inboxes().acknowledge(BOB, MILLIS);
            return true;
        });
        assertThat(store.<Cursors>read(repositories -> repositories.inboxes().cursors(BOB)))
                .isEqualTo(new Cursors(MILLIS + 2, MILLIS + 1));
        assertThat(store.<Cursors>read(repositories -> repositories.inboxes().cursors(new PersonId("nobody"))))
                .isEqualTo(new Cursors(0, 0));
    }

    private static long delivered(UnitOfWork store, Instant now) {
        return store.write(repositories -> {
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            repositories.inboxes().deliver(List.of(BOB), NotificationKind.ACCEPTED, view, now);
            return repositories.inboxes().cursors(BOB).last();
        });
    }

    /** A store from a backup does not know which numbers it gave out after it. Whoever kept one must not wait behind it. */
    @ParameterizedTest
    @MethodSource("databases")
    void cursorsGoForwardOverARestoreAndAClockThatGoesBack(TestDatabase test) {
        UnitOfWork store = town(test);
        store.write(repositories -> {
            repositories.tasks().add(task(TASK, TaskState.READY, hours(1), NOW));
            return true;
        });
        long backedUp = delivered(store, NOW);
        long kept = delivered(store, NOW.plusSeconds(10));
        test.database().write(handle -> {
            handle.execute("DELETE FROM notifications WHERE number > ?", backedUp);
            handle.execute("UPDATE inboxes SET last_number = ?", backedUp);
            return true;
        });
        long restored = delivered(store, NOW.plusSeconds(11));
        assertThat(restored).isGreaterThan(kept);
        assertThat(delivered(store, NOW)).isEqualTo(restored + 1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void requestsAndAssertionsAreTakenOnceAlsoAfterARestart(TestDatabase test) {
        var request = new RequestIdentity(UUID.randomUUID(), new RequestFingerprint("f00d"));
        var assertion = new AssertionId("a-1");
        UnitOfWork store = town(test);
        store.<Boolean>write(repositories -> {
            assertThat(repositories.requests().add(request, null)).isTrue();
            assertThat(repositories.requests().storeAnswer(request.requestId(), new byte[] {1, 2}))
                    .containsExactly(1, 2);
            assertThat(repositories.requests().storeAnswer(request.requestId(), new byte[] {3}))
                    .containsExactly(1, 2);
            assertThat(repositories.requests().markUsed(assertion, TASK)).isTrue();
            return true;
        });
        Database again = test.reopen();
        new TaskDatabase(again, new InboxSignal(), InstantSource.system()).<Boolean>write(repositories -> {
            assertThat(repositories.requests().add(request, null)).isFalse();
            assertThat(repositories
                            .requests()
                            .find(request.requestId())
                            .orElseThrow()
                            .answer()
                            .orElseThrow())
                    .containsExactly(1, 2);
            assertThat(repositories.requests().markUsed(assertion, TASK)).isFalse();
            assertThat(repositories.requests().markUsed(assertion, new TaskId("task-2")))
                    .isFalse();
            assertThat(repositories.requests().markUsed(new AssertionId("a-2"), TASK))
                    .isTrue();
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoeverWasNotifiedIsSignalledAfterTheCommit(TestDatabase test) {
        var signal = new InboxSignal();
        List<PersonId> signalled = new ArrayList<>();
        UnitOfWork store = new TaskDatabase(test.database(), signal, InstantSource.system());
        town(test);
        InboxSignal.Subscription subscription = signal.subscribe(BOB, () -> signalled.add(BOB));
        store.write(repositories -> {
            repositories.tasks().add(task(TASK, TaskState.READY, hours(1), NOW));
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            repositories.inboxes().deliver(List.of(BOB), NotificationKind.ACCEPTED, view, NOW);
            assertThat(signalled).isEmpty();
            return true;
        });
        assertThat(signalled).containsExactly(BOB);
        assertThatThrownBy(() -> store.write(repositories -> {
                    TaskView view = repositories.tasks().view(TASK).orElseThrow();
                    repositories.inboxes().deliver(List.of(BOB), NotificationKind.ACCEPTED, view, NOW);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(signalled).containsExactly(BOB);
        subscription.close();
        store.write(repositories -> {
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            repositories.inboxes().deliver(List.of(BOB), NotificationKind.ACCEPTED, view, NOW);
            return true;
        });
        assertThat(signalled).hasSize(1);
    }
}
