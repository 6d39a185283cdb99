package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.SecretsInLog;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.AcknowledgeNotificationsRequest;
import dev.stead.task.v1.DeclineTaskRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.WatchNotificationsRequest;
import dev.stead.task.v1.WatchNotificationsResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happened reaches both phones: in order, at least once, also after a restart. */
class WatchTest {
    @RegisterExtension
    private final SecretsInLog log =
            SecretsInLog.ofWords("alice", "Alice", "bob", "Bob", "Two loaves", "Locker 14", "4711");

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    /** A phone that asks for messages one by one. */
    private static final class Phone
            implements ClientResponseObserver<WatchNotificationsRequest, WatchNotificationsResponse> {
        final BlockingQueue<Notification> read = new LinkedBlockingQueue<>();
        final CountDownLatch ended = new CountDownLatch(1);
        private final BlockingQueue<ClientCallStreamObserver<WatchNotificationsRequest>> calls =
                new LinkedBlockingQueue<>();

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchNotificationsRequest> call) {
            call.disableAutoRequestWithInitial(0);
            calls.add(call);
        }

        void ask(int messages) {
            calls.element().request(messages);
        }

        void hangUp() {
            calls.element().cancel("hung up", null);
        }

        @Override
        public void onNext(WatchNotificationsResponse response) {
            read.add(response.getNotification());
        }

        @Override
        public void onError(Throwable broken) {
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ended.countDown();
        }

        Notification next() throws InterruptedException {
            Notification notification = read.poll(10, TimeUnit.SECONDS);
            assertThat(notification).isNotNull();
            return notification;
        }
    }

    private static Phone watch(TaskWorld world, String person, long after) {
        var phone = new Phone();
        world.watcher(person)
                .watchNotifications(
                        WatchNotificationsRequest.newBuilder()
                                .setAfterCursor(after)
                                .build(),
                        phone);
        return phone;
    }

    private static void propose(TaskWorld world, String orderId) {
        world.order(orderId, false);
        var _ = world.phone("alice").proposeTask(world.proposal(orderId, world.mandate(TaskKind.TASK_KIND_PAYMENT)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void newsComeWhileThePhoneWatches(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Phone bob = watch(world, "bob", 0);
            bob.ask(10);
            Phone alice = watch(world, "alice", 0);
            alice.ask(10);
            propose(world, "o-1");
            Notification asked = bob.next();
            assertThat(asked.getKind()).isEqualTo(Notification.Kind.KIND_PROPOSED);
            var _ = world.phone("bob")
                    .declineTask(DeclineTaskRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setTaskId(asked.getTask().getTaskId())
                            .build());
            Notification answer = alice.next();
            assertThat(answer.getKind()).isEqualTo(Notification.Kind.KIND_DECLINED);
            assertThat(answer.getTask().getState()).isEqualTo(Task.State.STATE_DECLINED);
            assertThat(answer.getTask().getVersion())
                    .isGreaterThan(asked.getTask().getVersion());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPhoneGoesOnBehindItsCursorAfterARestart(TestDatabase test) {
        var world = new TaskWorld(test.database());
        world.settle();
        for (int i = 0; i < 40; i++) {
            propose(world, "o-" + i);
        }
        List<Notification> all = world.notifications("bob", 0, 40);
        long tenth = all.get(9).getCursor();
        assertThat(world.inbox("bob")
                        .acknowledgeNotifications(AcknowledgeNotificationsRequest.newBuilder()
                                .setCursor(tenth)
                                .build())
                        .getAcknowledgedCursor())
                .isEqualTo(tenth);
        world.close();
        try (var restarted = new TaskWorld(test.reopen(), world.neighbours())) {
            assertThat(restarted.notifications("bob", 0, 30)).isEqualTo(all.subList(10, 40));
            assertThat(restarted.notifications("bob", all.get(34).getCursor(), 5))
                    .isEqualTo(all.subList(35, 40));
            assertThat(restarted
                            .inbox("bob")
                            .acknowledgeNotifications(AcknowledgeNotificationsRequest.newBuilder()
                                    .setCursor(1)
                                    .build())
                            .getAcknowledgedCursor())
                    .isEqualTo(tenth);
        }
    }

    /** Two services on one database are two processes: the second gets no signal of the first. */
    @ParameterizedTest
    @MethodSource("databases")
    void newsOfAnotherProcessComeToo(TestDatabase test) throws Exception {
        try (var one = new TaskWorld(test.database());
                var other = new TaskWorld(test.database(), one.neighbours())) {
            one.settle();
            Phone bob = watch(other, "bob", 0);
            bob.ask(10);
            propose(one, "o-1");
            assertThat(bob.next().getKind()).isEqualTo(Notification.Kind.KIND_PROPOSED);
        }
    }

    @Test
    void aPhoneThatNeverReadsGetsNothingAndLosesNothing() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            Phone bob = watch(world, "bob", 0);
            for (int i = 0; i < 60; i++) {
                propose(world, "o-" + i);
            }
            assertThat(bob.read.poll(500, TimeUnit.MILLISECONDS)).isNull();
            bob.ask(3);
            List<Long> cursors = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                cursors.add(bob.next().getCursor());
            }
            assertThat(bob.read.poll(500, TimeUnit.MILLISECONDS)).isNull();
            bob.ask(100);
            while (cursors.size() < 60) {
                cursors.add(bob.next().getCursor());
            }
            assertThat(cursors).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void watchesEndWhenTheServerDrains() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            var world = new TaskWorld(test.database());
            world.settle();
            Phone bob = watch(world, "bob", 0);
            bob.ask(1);
            propose(world, "o-1");
            var _ = bob.next();
            world.close();
            assertThat(bob.ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aPersonHasFiveWatchesAtMost() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            propose(world, "o-1");
            List<Phone> phones = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Phone phone = watch(world, "bob", 0);
                phone.ask(1);
                var _ = phone.next();
                phones.add(phone);
            }
            assertThat(reason(() -> world.notifications("bob", 0, 1))).isEqualTo("TOO_MANY_WATCHES");
            phones.getFirst().hangUp();
            assertThat(phones.getFirst().ended.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(eventually(() -> world.notifications("bob", 0, 1).size() == 1))
                    .isTrue();
        }
    }

    private static boolean eventually(java.util.function.BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            try {
                if (holds.getAsBoolean()) {
                    return true;
                }
            } catch (RuntimeException notYet) {
                Thread.sleep(Duration.ofMillis(100));
            }
        }
        return false;
    }
}
