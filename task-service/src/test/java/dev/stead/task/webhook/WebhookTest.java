package dev.stead.task.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.testing.SecretsInLog;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.time.Environment;
import dev.stead.task.application.WebhookDispatcher;
import dev.stead.task.application.port.NotificationSender;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.TaskView;
import dev.stead.task.grpc.NotificationJson;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.TaskKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The webhook against a real HTTP server. */
class WebhookTest {
    private static final WebhookSignature SIGNATURE =
            new WebhookSignature("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    @RegisterExtension
    private final SecretsInLog log = SecretsInLog.ofWords(
            "alice", "Alice", "bob", "Bob", "Two loaves", "Locker 14", "4711", "0123456789abcdef0123456789abcdef");

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static WebhookSender sender(TaskWorld world, Receiver receiver) {
        return new WebhookSender(receiver.address(), SIGNATURE, NotificationJson::write, world.clock);
    }

    private static WebhookDispatcher deliveries(TaskWorld world, NotificationSender sender) {
        return new WebhookDispatcher(world.unitOfWork, sender, new Environment(world.clock, new Random(1)));
    }

    private static void propose(TaskWorld world, String orderId) {
        world.order(orderId, false);
        var _ = world.phone("alice").proposeTask(world.proposal(orderId, world.mandate(TaskKind.TASK_KIND_PAYMENT)));
    }

    /** The cursors of a person's inbox, in order. */
    private static List<Long> stored(TaskWorld world, String person) {
        return world.useCases.inbox().after(new PersonId(person), 0, 100).stream()
                .map(Notification::cursor)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyNotificationIsPostedOnceSignedAndInOrder(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database());
                var receiver = new Receiver();
                var sender = sender(world, receiver)) {
            world.settle();
            for (int i = 0; i < 40; i++) {
                propose(world, "o-" + i);
            }
            var _ = world.ready("o-x", TaskKind.TASK_KIND_PAYMENT);
            WebhookDispatcher deliveries = deliveries(world, sender);
            assertThat(deliveries.run()).as("more than a batch waits").isEqualTo(world.clock.instant());
            assertThat(deliveries.run()).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(1)));
            assertThat(receiver.taken("bob")).hasSize(41).isEqualTo(stored(world, "bob"));
            assertThat(receiver.taken("alice")).hasSize(1).isEqualTo(stored(world, "alice"));
            for (Receiver.Delivery delivery : receiver.deliveries()) {
                assertThat(delivery.signature())
                        .isEqualTo(SIGNATURE.of(world.clock.instant(), delivery.body()))
                        .isNotEqualTo(SIGNATURE.of(world.clock.instant(), delivery.body() + " "));
            }
        }
    }

    /** Computed by: printf '1763888400.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef */
    @Test
    void theSignatureIsWhatOpensslComputes() {
        assertThat(SIGNATURE.of(Instant.ofEpochSecond(1_763_888_400), "{\"a\":1}"))
                .isEqualTo("t=1763888400,v1=4c2a3e2eb7d46c6244e3c42aca04233249de61f2043f98537e2684c0e9f1803a");
        assertThatThrownBy(() -> new WebhookSignature(new byte[31])).hasMessageContaining("32 bytes");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsRefusedIsTriedAgainLaterAndLaterAndHoldsUpNobodyElse(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database());
                var receiver = new Receiver();
                var sender = sender(world, receiver)) {
            world.settle();
            var _ = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            propose(world, "o-2");
            receiver.answer(person -> person.equals("bob") ? 503 : 204);
            // Each process is started anew: what is known of the tries is in the database.
            Duration waited = Duration.ZERO;
            for (int attempt = 0; attempt < 12; attempt++) {
                Instant next = deliveries(world, sender).run();
                Duration pause = Duration.between(world.clock.instant(), next);
                assertThat(pause).isBetween(Duration.ofMillis(900), Duration.ofMinutes(1));
                if (attempt == 4) {
                    assertThat(pause).isGreaterThan(Duration.ofSeconds(7));
                }
                waited = waited.plus(pause);
                world.clock.set(next);
            }
            assertThat(waited).isGreaterThan(Duration.ofMinutes(4));
            assertThat(receiver.taken("alice")).hasSize(1).isEqualTo(stored(world, "alice"));
            assertThat(receiver.taken("bob")).isEmpty();
            long first = stored(world, "bob").getFirst();
            assertThat(receiver.deliveries())
                    .filteredOn(delivery -> delivery.person().equals("bob"))
                    .as("never the second before the first")
                    .allMatch(delivery -> delivery.cursor() == first);
            receiver.answer(person -> 204);
            world.clock.advance(Duration.ofMinutes(5));
            var _ = deliveries(world, sender).run();
            assertThat(receiver.taken("bob")).hasSize(2).isEqualTo(stored(world, "bob"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whenSixteenInboxesWereDeliveredTheNextAreLookedForAtOnce(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            var task = new TaskId(world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId());
            List<PersonId> people =
                    IntStream.range(0, 14).mapToObj(i -> new PersonId("p-" + i)).toList();
            world.unitOfWork.<Boolean>write(repositories -> {
                TaskView view = repositories.tasks().view(task).orElseThrow();
                repositories.inboxes().deliver(people, NotificationKind.ACCEPTED, view, world.clock.instant());
                return true;
            });

            assertThat(deliveries(world, (_, _) -> true).run())
                    .as("these, Alice's and Bob's are 16")
                    .isEqualTo(world.clock.instant());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void afterProgressTheNextFailureIsAFirstOneAgain(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            propose(world, "o-1");
            propose(world, "o-2");
            for (int attempt = 0; attempt < 5; attempt++) {
                world.clock.set(deliveries(world, (_, _) -> false).run());
            }
            var taken = new AtomicInteger();
            Instant next =
                    deliveries(world, (_, _) -> taken.getAndIncrement() == 0).run();

            assertThat(Duration.between(world.clock.instant(), next)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aProcessThatIsHeldUpUntilItsLeaseIsNearlyOverHasNotFailed(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            propose(world, "o-1");
            for (int pause = 0; pause < 5; pause++) {
                world.unitOfWork.beforeNextWrite(() -> world.clock.advance(Duration.ofSeconds(26)));
                assertThat(deliveries(world, (_, _) -> false).run()).isEqualTo(world.clock.instant());
            }
            Instant next = deliveries(world, (_, _) -> false).run();

            assertThat(Duration.between(world.clock.instant(), next))
                    .as("the first failure")
                    .isLessThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofTwoProcessesOneDelivers(TestDatabase test) throws Exception {
        try (var one = new TaskWorld(test.database());
                var other = new TaskWorld(test.database(), one.neighbours());
                var receiver = new Receiver();
                var sender = sender(one, receiver);
                ExecutorService processes = Executors.newVirtualThreadPerTaskExecutor()) {
            one.settle();
            for (int round = 0; round < 20; round++) {
                propose(one, "o-" + round);
                List<Future<Instant>> runs = Stream.of(one, other)
                        .map(world ->
                                processes.submit(() -> deliveries(world, sender).run()))
                        .toList();
                for (Future<Instant> run : runs) {
                    var _ = run.get();
                }
            }
            assertThat(receiver.taken("bob")).hasSize(20).isEqualTo(stored(one, "bob"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aProcessThatDiesWithItsLeaseIsFollowedByAnother(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            propose(world, "o-1");
            NotificationSender dying = (person, notification) -> {
                throw new IllegalStateException("the process died");
            };
            assertThatThrownBy(() -> deliveries(world, dying).run()).isInstanceOf(IllegalStateException.class);
            var taken = new AtomicInteger();
            NotificationSender next = (PersonId person, Notification notification) -> taken.incrementAndGet() > 0;
            Instant again = deliveries(world, next).run();
            assertThat(taken).hasValue(0);
            assertThat(again).isEqualTo(world.clock.instant().plus(Duration.ofSeconds(30)));
            world.clock.set(again);
            var _ = deliveries(world, next).run();
            assertThat(taken).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSlowReceiverIsSentNothingThatItMightNotAnswerWithinTheLease(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            for (int i = 0; i < 10; i++) {
                propose(world, "o-" + i);
            }
            Instant start = world.clock.instant();
            List<Duration> sent = new ArrayList<>();
            NotificationSender slow = (person, notification) -> {
                sent.add(Duration.between(start, world.clock.instant()));
                world.clock.advance(Duration.ofSeconds(9));
                return true;
            };
            Instant next = deliveries(world, slow).run();

            assertThat(sent)
                    .as("a call may take 5 s, and another process has the inbox after 30")
                    .containsExactly(Duration.ZERO, Duration.ofSeconds(9), Duration.ofSeconds(18));
            assertThat(next).as("the rest at once").isBeforeOrEqualTo(world.clock.instant());
            while (sent.size() < 10) {
                var _ = deliveries(world, slow).run();
            }
            assertThat(sent).hasSize(10);
        }
    }

    @Test
    void aReceiverThatRedirectsOrIsAwayHasNotTakenIt() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database());
                var receiver = new Receiver();
                var sender = sender(world, receiver)) {
            world.settle();
            propose(world, "o-1");
            Notification notification =
                    world.useCases.inbox().after(new PersonId("bob"), 0, 1).getFirst();
            for (int status : IntStream.of(200, 204, 301, 404, 500).toArray()) {
                receiver.answer(person -> status);
                assertThat(sender.send(new PersonId("bob"), notification))
                        .as("%d", status)
                        .isEqualTo(status < 300);
            }
            receiver.stop();
            assertThat(sender.send(new PersonId("bob"), notification)).isFalse();
        }
    }
}
