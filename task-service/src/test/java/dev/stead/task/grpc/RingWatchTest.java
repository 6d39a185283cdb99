package dev.stead.task.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Problem;
import dev.stead.mesh.testing.SecretsInLog;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.testing.TestServer;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.TaskRings;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.geo.JtsFence;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.RingFollower;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.Ring;
import dev.stead.task.v1.RingServiceGrpc;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import dev.stead.task.v1.WatchRingsRequest;
import dev.stead.task.v1.WatchRingsResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every matcher has the rings: all at first, then what changes, also across a broken stream. */
class RingWatchTest {
    private static final int NO_BOUND = 1_000;

    @RegisterExtension
    private final SecretsInLog log = SecretsInLog.ofWords("alice", "Alice", "bob", "Bob");

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static TestDatabase sqlite() {
        return TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
    }

    private static void revoke(TaskWorld world, Task task) {
        var _ = world.phone("alice")
                .revokeTask(RevokeTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setTaskId(task.getTaskId())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void allRingsComeFirstAndThenWhatChanges(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            RingFollower matcher = RingFollower.watch(world, "", NO_BOUND);
            WatchRingsResponse first = matcher.next();
            assertThat(first.getReset()).isTrue();
            assertThat(first.getPosition()).isNotEmpty();
            assertThat(first.getRingsList())
                    .contains(
                            Ring.newBuilder()
                                    .setRingId("terminal/t-near")
                                    .addSubjectIds("bob")
                                    .setWiderRingId("site/mall")
                                    .build(),
                            Ring.newBuilder()
                                    .setRingId("site/mall")
                                    .addSubjectIds("bob")
                                    .build(),
                            Ring.newBuilder().setRingId("terminal/t-far").build());

            revoke(world, task);
            WatchRingsResponse second = matcher.next();
            assertThat(second.getReset()).isFalse();
            matcher.await("terminal/t-near");
            matcher.await("site/mall");
        }
    }

    @Test
    void aSuspendedTerminalHasAnEmptyRingAndNothingAround() throws Exception {
        try (TestDatabase test = sqlite();
                var world = new TaskWorld(test.database())) {
            world.settle();
            var _ = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            RingFollower matcher = RingFollower.watch(world, "", NO_BOUND);
            matcher.await("terminal/t-near", "bob");
            matcher.read.clear();

            world.putTerminal("t-near", TaskWorld.SQUARE, Terminal.State.STATE_SUSPENDED);
            matcher.await("terminal/t-near");
            assertThat(matcher.next().getRingsList())
                    .contains(Ring.newBuilder().setRingId("terminal/t-near").build());
        }
    }

    @Test
    void aBrokenStreamGoesOnWhereItWas() throws Exception {
        try (TestDatabase test = sqlite();
                var world = new TaskWorld(test.database())) {
            world.settle();
            RingFollower broken = RingFollower.watch(world, "", NO_BOUND);
            String position = broken.next().getPosition();
            broken.hangUp();
            var _ = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);

            RingFollower again = RingFollower.watch(world, position, NO_BOUND);
            again.await("terminal/t-near", "bob");
            WatchRingsResponse first = again.next();
            assertThat(first.getReset()).isFalse();
            assertThat(first.getRingsList()).extracting(Ring::getRingId).doesNotContain("terminal/t-far");

            RingFollower nothingNew = RingFollower.watch(world, again.position(), NO_BOUND);
            WatchRingsResponse current = nothingNew.next();
            assertThat(current.getReset()).isFalse();
            assertThat(current.getRingsList()).isEmpty();
            assertThat(current.getPosition()).isEqualTo(again.position());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"another:3", "SELF:99999", "SELF:-1", "SELF:", "SELF:x", "SELF", ":", "💥"})
    void aPositionThatIsNotOursBeginsAnew(String position) throws Exception {
        try (TestDatabase test = sqlite();
                var world = new TaskWorld(test.database())) {
            world.settle();
            RingFollower matcher = RingFollower.watch(
                    world, position.replace("SELF", world.useCases.rings().instance()), NO_BOUND);
            WatchRingsResponse first = matcher.next();
            assertThat(first.getReset()).isTrue();
            assertThat(first.getRingsList()).extracting(Ring::getRingId).contains("terminal/t-near", "terminal/t-far");
        }
    }

    /** Two services on one database are two processes: the second gets no signal of the first. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatAnotherProcessChangesIsSeenWithinASecond(TestDatabase test) throws Exception {
        try (var one = new TaskWorld(test.database());
                var other = new TaskWorld(test.database(), one.neighbours())) {
            one.settle();
            RingFollower matcher = RingFollower.watch(other, "", NO_BOUND);
            var _ = matcher.next();
            Task task = one.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            long accepted = System.nanoTime();
            matcher.await("terminal/t-near", "bob");
            assertThat(Duration.ofNanos(System.nanoTime() - accepted)).isLessThan(Duration.ofSeconds(1));

            revoke(one, task);
            long revoked = System.nanoTime();
            matcher.await("terminal/t-near");
            assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void aMatcherThatDoesNotReadGetsEachRingOnceWhenItDoes() throws Exception {
        try (TestDatabase test = sqlite();
                var world = new TaskWorld(test.database())) {
            world.settle();
            RingFollower matcher = RingFollower.watch(world, "", 1);
            var _ = matcher.next();
            for (int i = 0; i < 10; i++) {
                Task task = world.ready("o-" + i, TaskKind.TASK_KIND_PAYMENT);
                if (i < 9) {
                    revoke(world, task);
                }
            }
            assertThat(matcher.read.poll(500, TimeUnit.MILLISECONDS)).isNull();
            matcher.ask(NO_BOUND);
            WatchRingsResponse late = matcher.next();
            assertThat(late.getRingsList()).extracting(Ring::getRingId).doesNotHaveDuplicates();
            matcher.await("terminal/t-near", "bob");
        }
    }

    @Test
    void aMessageComesAtLeastEveryFiveSeconds() throws Exception {
        try (TestDatabase test = sqlite();
                var world = new TaskWorld(test.database())) {
            world.settle();
            RingFollower matcher = RingFollower.watch(world, "", NO_BOUND);
            String position = matcher.next().getPosition();
            for (int i = 0; i < 2; i++) {
                WatchRingsResponse silence = matcher.read.poll(5, TimeUnit.SECONDS);
                assertThat(silence).isNotNull();
                assertThat(silence.getRingsList()).isEmpty();
                assertThat(silence.getPosition()).isEqualTo(position);
            }
        }
    }

    @Test
    void theRingsOfTheStartComeInMessagesOfBoundedSizeAndOnlyTheLastHasAPosition() throws Exception {
        try (TestDatabase test = sqlite();
                var world = new TaskWorld(test.database())) {
            world.settle();
            for (int i = 0; i < 5; i++) {
                world.putTerminal("t-" + i, TaskWorld.SQUARE, Terminal.State.STATE_ACTIVE);
            }
            Task one = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            multiply(world, new TaskId(one.getTaskId()), 1_500);
            RingFollower matcher = RingFollower.watch(world, "", NO_BOUND);
            List<WatchRingsResponse> all = new ArrayList<>();
            Set<String> sent = new HashSet<>();
            while (all.isEmpty() || all.getLast().getPosition().isEmpty()) {
                WatchRingsResponse message = matcher.next();
                assertThat(message.getSerializedSize()).isLessThanOrEqualTo(260 * 1024);
                assertThat(message.getReset()).isEqualTo(all.isEmpty());
                message.getRingsList().forEach(ring -> sent.add(ring.getRingId()));
                all.add(message);
            }
            assertThat(all).hasSizeGreaterThan(2);
            assertThat(sent)
                    .containsExactlyInAnyOrder(
                            "terminal/t-near",
                            "terminal/t-far",
                            "site/mall",
                            "merchant/bakery",
                            "terminal/t-0",
                            "terminal/t-1",
                            "terminal/t-2",
                            "terminal/t-3",
                            "terminal/t-4");
            assertThat(matcher.rings.get("terminal/t-4")).hasSize(1_501);
        }
    }

    /** The same task for so many other delegates. */
    private static void multiply(TaskWorld world, TaskId taskId, int count) {
        world.useCases.unitOfWork().<Boolean>write(repositories -> {
            Repositories.Tasks tasks = repositories.tasks();
            var task = tasks.findForUpdate(taskId).orElseThrow();
            for (int i = 0; i < count; i++) {
                var delegate = new PersonId("p".repeat(58) + (100_000 + i));
                tasks.add(new dev.stead.task.domain.task.Task(
                        new TaskId("task-" + i),
                        new Parties(task.parties().delegatorId(), delegate),
                        task.order(),
                        task.mandate(),
                        task.progress()));
            }
            return true;
        });
    }

    /** A matcher that hears nothing knows that its rings grow old. */
    @Test
    void nothingIsSaidWhileTheStoreCannotBeRead() throws Exception {
        try (TestDatabase test = sqlite();
                var world = new TaskWorld(test.database())) {
            world.settle();
            var unreadable = new AtomicBoolean(true);
            var store = new UnitOfWork() {
                @Override
                public <T> T read(Function<Repositories, T> work) {
                    if (unreadable.get()) {
                        throw new IllegalStateException("the disk is gone");
                    }
                    return world.unitOfWork.read(work);
                }

                @Override
                public <T> T write(Function<Repositories, T> work) {
                    throw new AssertionError("rings change nothing");
                }
            };
            var rings = new TaskRings(store, new Eligibility(new JtsFence(), Policy.NONE), world.clock, "here");
            try (var service = new RingGrpcService(rings, new InboxSignal());
                    TestServer server = TestServer.start(List.of(new TaskErrors()), service)) {
                var matcher = new RingFollower();
                RingServiceGrpc.newStub(server.anonymous()).watchRings(WatchRingsRequest.getDefaultInstance(), matcher);
                matcher.ask(NO_BOUND);
                assertThat(matcher.read.poll(1, TimeUnit.SECONDS))
                        .as("before it was read once")
                        .isNull();
                unreadable.set(false);
                assertThat(matcher.next().getReset()).isTrue();
                unreadable.set(true);
                assertThat(matcher.read.poll(5, TimeUnit.SECONDS)).isNull();
                unreadable.set(false);
                assertThat(matcher.next().getReset()).isFalse();
            }
        }
    }

    @Test
    void watchesEndWhenTheServerDrains() throws Exception {
        try (TestDatabase test = sqlite()) {
            var world = new TaskWorld(test.database());
            world.settle();
            RingFollower matcher = RingFollower.watch(world, "", NO_BOUND);
            var _ = matcher.next();
            world.close();
            assertThat(matcher.ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void thereAreSixtyFourWatchesAtMost() throws Exception {
        try (TestDatabase test = sqlite();
                var world = new TaskWorld(test.database())) {
            world.settle();
            List<RingFollower> matchers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                matchers.add(RingFollower.watch(world, "", 1));
            }
            for (RingFollower matcher : matchers) {
                var _ = matcher.next();
            }
            RingFollower refused = RingFollower.watch(world, "", 1);
            assertThat(refused.ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Problem.from(refused.failure()).orElseThrow().reason()).isEqualTo("TOO_MANY_WATCHES");

            matchers.getFirst().hangUp();
            assertThat(matchers.getFirst().ended.await(5, TimeUnit.SECONDS)).isTrue();
            RingFollower admitted = RingFollower.watch(world, "", 1);
            assertThat(admitted.next().getReset()).isTrue();
        }
    }
}
