package dev.stead.task.application;

import static dev.stead.task.application.RingTown.around;
import static dev.stead.task.application.RingTown.merchant;
import static dev.stead.task.application.RingTown.site;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.ring.Ring;
import dev.stead.task.domain.ring.RingId;
import dev.stead.task.domain.task.Task;
import dev.stead.task.storage.TaskDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rings are what everything that is stored makes them, whatever has changed, and whoever changed it. */
class TaskRingsTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, 4);
    }

    private static TestDatabase sqlite() {
        return TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
    }

    private static void bakery(RingTown town) {
        town.terminal("t-1", 0, site(0), merchant(0), Terminal.State.ACTIVE);
        town.terminal("t-2", 0, site(0), null, Terminal.State.ACTIVE);
        town.terminal("t-3", 1_000, null, null, Terminal.State.ACTIVE);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoeverMayActIsInTheRingOfTheTerminalAndInTheOneAround(TestDatabase test) {
        var town = new RingTown(test.database());
        bakery(town);
        Instant evening = town.clock.instant().plus(Duration.ofHours(9));
        town.accepted("a", "bob", 0, town.now(), around(0, 100));
        town.accepted("b", "carol", 1, town.now(), around(0, 100));
        town.accepted(
                "c", "dave", 0, new AbsoluteWindow(evening, evening.plusSeconds(60)), new Place.NamedSite(site(0)));
        town.accepted("d", "erin", 0, town.now(), around(1_000, 10));

        assertThat(town.subjects("terminal/t-1")).containsExactly("bob");
        assertThat(town.subjects("terminal/t-2")).containsExactlyInAnyOrder("bob", "carol");
        assertThat(town.subjects("terminal/t-3")).containsExactly("erin");
        assertThat(town.subjects("merchant/m-0")).containsExactlyInAnyOrder("bob", "dave", "erin");
        assertThat(town.subjects("site/s-0")).containsExactlyInAnyOrder("bob", "carol", "dave");
        assertThat(town.published().values())
                .extracting(ring -> ring.id() + " in " + ring.wider())
                .containsExactlyInAnyOrder(
                        "terminal/t-1 in merchant/m-0",
                        "terminal/t-2 in site/s-0",
                        "terminal/t-3 in null",
                        "merchant/m-0 in null",
                        "site/s-0 in null");
        assertThat(town.published()).isEqualTo(town.recomputed());
    }

    @Test
    void whoeverMayActNoMoreIsInNoRing() {
        try (TestDatabase test = sqlite()) {
            var town = new RingTown(test.database());
            bakery(town);
            Task revoked = town.accepted("a", "bob", 0, town.now(), around(0, 100));
            Task outdated = town.accepted("b", "carol", 0, town.now(), around(0, 100));
            assertThat(town.subjects("terminal/t-1")).containsExactlyInAnyOrder("bob", "carol");

            town.change(revoked.id(), task -> task.revoke(Sample.ALICE, town.clock.instant()));
            assertThat(town.subjects("terminal/t-1")).containsExactly("carol");
            town.change(outdated.id(), task -> task.invalidateAcceptance(town.clock.instant()));
            assertThat(town.subjects("terminal/t-1")).isEmpty();
            town.change(outdated.id(), task -> task.accept(new EnrolmentGeneration("e-2"), town.clock.instant()));
            assertThat(town.subjects("terminal/t-1")).containsExactly("carol");
        }
    }

    @Test
    void windowsOpenAndCloseWithoutAnyChange() {
        try (TestDatabase test = sqlite()) {
            var town = new RingTown(test.database());
            bakery(town);
            Instant opens = town.clock.instant().plus(Duration.ofMinutes(30));
            town.accepted("a", "bob", 0, new AbsoluteWindow(opens, opens.plusSeconds(600)), around(0, 100));
            assertThat(town.subjects("terminal/t-1")).isEmpty();

            town.clock.set(opens.minus(Duration.ofMinutes(10)));
            assertThat(town.subjects("terminal/t-1")).containsExactly("bob");
            town.clock.set(opens.plusSeconds(600));
            assertThat(town.subjects("terminal/t-1")).isEmpty();
            assertThat(town.subjects("merchant/m-0")).containsExactly("bob");
            town.clock.set(opens);
            assertThat(town.subjects("terminal/t-1"))
                    .as("the clock was set back")
                    .containsExactly("bob");
        }
    }

    @Test
    void aTerminalThatMovesOrIsTakenOutOfUseTakesItsRingAlong() {
        try (TestDatabase test = sqlite()) {
            var town = new RingTown(test.database());
            bakery(town);
            town.accepted("a", "bob", 0, town.now(), around(0, 100));
            assertThat(town.subjects("terminal/t-1")).containsExactly("bob");

            town.terminal("t-1", 500, site(0), merchant(0), Terminal.State.ACTIVE);
            assertThat(town.subjects("terminal/t-1")).isEmpty();
            town.terminal("t-1", 0, site(0), merchant(0), Terminal.State.ACTIVE);
            assertThat(town.subjects("terminal/t-1")).containsExactly("bob");
            town.terminal("t-1", 0, site(0), merchant(0), Terminal.State.SUSPENDED);
            assertThat(town.published()).doesNotContainKey(RingId.of(new dev.stead.task.domain.TerminalId("t-1")));
            assertThat(town.subjects("merchant/m-0"))
                    .as("no terminal names it any more")
                    .isEmpty();
        }
    }

    /** An old position must not get an answer without what changed since. */
    @Test
    void onlyWhatChangedHasANewVersion() {
        try (TestDatabase test = sqlite()) {
            var town = new RingTown(test.database());
            bakery(town);
            town.rings.refresh();
            long before = town.rings.version();
            town.rings.refresh();
            assertThat(town.rings.version()).isEqualTo(before);

            town.accepted("a", "bob", 0, town.now(), around(1_000, 10));
            town.rings.refresh();
            assertThat(town.rings.after(before).values())
                    .extracting(ring -> ring.id().toString())
                    .containsExactlyInAnyOrder("merchant/m-0", "terminal/t-3");
            assertThat(town.rings.after(town.rings.version())).isEmpty();
        }
    }

    @Test
    void aRingThatGrowsTooLargeIsEmptyAndNamedNoMore() {
        try (TestDatabase test = sqlite()) {
            var town = new RingTown(test.database());
            town.terminal("t-1", 0, site(0), merchant(0), Terminal.State.ACTIVE);
            TimeWindow window = town.now();
            town.write(repositories -> {
                for (int i = 0; i < Ring.MOST; i++) {
                    repositories.tasks().add(town.unstored("many-" + i, "p-" + i, 0, window, around(1_000, 10)));
                }
            });
            town.accepted("a", "p-0", 0, window, around(0, 10));
            assertThat(town.subjects("merchant/m-0")).hasSize(Ring.MOST);

            Task one = town.accepted("b", "one-more", 0, window, around(0, 10));
            assertThat(town.subjects("merchant/m-0")).isEmpty();
            assertThat(town.published().values()).extracting(Ring::wider).containsOnlyNulls();
            assertThat(town.subjects("terminal/t-1")).containsExactlyInAnyOrder("p-0", "one-more");

            town.change(one.id(), task -> task.revoke(Sample.ALICE, town.clock.instant()));
            assertThat(town.subjects("merchant/m-0")).hasSize(Ring.MOST);
            assertThat(town.published()).isEqualTo(town.recomputed());
        }
    }

    /** Between any two reads of a refresh: it is gone with the next one at the latest. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aTaskThatIsRevokedWhileItIsReadIsGone(int read) {
        try (TestDatabase test = sqlite()) {
            var town = new RingTown(test.database());
            bakery(town);
            Task task = town.accepted("a", "bob", 0, town.now(), around(0, 100));
            var reads = new AtomicInteger();
            var rings = new TaskRings(
                    new UnitOfWork() {
                        @Override
                        public <T> T read(Function<Repositories, T> work) {
                            if (reads.incrementAndGet() == read) {
                                town.change(task.id(), one -> one.revoke(Sample.ALICE, town.clock.instant()));
                            }
                            return town.store.read(work);
                        }

                        @Override
                        public <T> T write(Function<Repositories, T> work) {
                            throw new AssertionError("rings change nothing");
                        }
                    },
                    town.eligibility,
                    town.clock,
                    "here");
            rings.refresh();
            rings.refresh();

            assertThat(reads.get()).isGreaterThanOrEqualTo(read);
            assertThat(rings.after(0).values()).extracting(Ring::subjects).containsOnly(Set.of());
        }
    }

    /** Two transactions of one instant may commit one after the other, and another process's clock may be behind. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatCommitsLateIsSeenAllTheSame(TestDatabase test) {
        var town = new RingTown(test.database());
        bakery(town);
        Instant start = town.clock.instant();
        town.rings.refresh();
        town.clock.set(start.plusSeconds(29));
        town.rings.refresh();
        town.clock.set(start);
        var late = town.unstored("a", "bob", 0, town.now(), around(0, 100));
        var veryLate = town.unstored("b", "carol", 0, town.now(), around(0, 100));
        town.write(repositories -> repositories.tasks().add(late));
        town.clock.set(start.plusSeconds(30));
        assertThat(town.subjects("terminal/t-1")).containsExactly("bob");

        town.clock.set(start.plusSeconds(50));
        town.rings.refresh();
        town.write(repositories -> repositories.tasks().add(veryLate));
        assertThat(town.subjects("terminal/t-1")).containsExactly("bob");
        town.clock.set(start.plusSeconds(60));
        assertThat(town.subjects("terminal/t-1"))
                .as("everything is read once a minute")
                .containsExactlyInAnyOrder("bob", "carol");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theyAreWhatEverythingThatIsStoredMakesThem(long seed) {
        try (TestDatabase test = sqlite()) {
            var town = new RingTown(test.database());
            var random = new Random(seed);
            List<Task> tasks = new ArrayList<>();
            Map<RingId, Ring> follower = new HashMap<>();
            long read = 0;
            for (int i = 0; i < 300; i++) {
                step(town, random, tasks, "task-" + i);
                if (random.nextInt(3) == 0) {
                    assertThat(town.published()).as("seed %s, step %s", seed, i).isEqualTo(town.recomputed());
                }
                if (random.nextInt(5) == 0) {
                    for (var changed : town.rings.after(read).entrySet()) {
                        follower.put(changed.getValue().id(), changed.getValue());
                        read = changed.getKey();
                    }
                    assertThat(follower.values())
                            .as("seed %s, step %s: whoever reads what changed", seed, i)
                            .containsExactlyInAnyOrderElementsOf(
                                    town.rings.after(0).values());
                }
            }
        }
    }

    private static void step(RingTown town, Random random, List<Task> tasks, String id) {
        switch (random.nextInt(8)) {
            case 0 -> town.clock.advance(Duration.ofMinutes(random.nextLong(20)));
            case 1 -> {
                if (random.nextInt(4) == 0) {
                    town.clock.advance(Duration.ofMinutes(-random.nextLong(20)));
                }
            }
            case 2 ->
                town.terminal(
                        "t-" + random.nextInt(6),
                        random.nextInt(300),
                        maybe(random, site(random.nextInt(RingTown.SITES))),
                        maybe(random, merchant(random.nextInt(RingTown.MERCHANTS))),
                        random.nextInt(4) == 0 ? Terminal.State.SUSPENDED : Terminal.State.ACTIVE);
            case 3, 4 -> {
                Instant opens = town.clock.instant().plus(Duration.ofMinutes(random.nextLong(-30, 60)));
                tasks.add(town.accepted(
                        id,
                        "p-" + random.nextInt(15),
                        random.nextInt(RingTown.MERCHANTS),
                        new AbsoluteWindow(opens, opens.plus(Duration.ofMinutes(random.nextLong(31, 200)))),
                        place(random)));
            }
            case 5, 6 -> {
                if (!tasks.isEmpty()) {
                    int which = random.nextInt(tasks.size());
                    tasks.set(which, town.change(tasks.get(which).id(), task -> moved(town, random, task)));
                    if (tasks.get(which).state().isFinal()) {
                        tasks.remove(which);
                    }
                }
            }
            default -> town.rings.refresh();
        }
    }

    private static <T> @Nullable T maybe(Random random, T value) {
        return random.nextBoolean() ? value : null;
    }

    private static Place place(Random random) {
        return random.nextInt(3) == 0
                ? new Place.NamedSite(new SiteId("s-" + random.nextInt(RingTown.SITES)))
                : around(random.nextInt(300), random.nextInt(20, 150));
    }

    private static Task moved(RingTown town, Random random, Task task) {
        Instant now = town.clock.instant();
        return switch (task.state()) {
            case READY ->
                switch (random.nextInt(4)) {
                    case 0 -> task.revoke(Sample.ALICE, now);
                    case 1 -> task.expire(now);
                    case 2 ->
                        task.isOverdue(now)
                                ? task.expire(now)
                                : task.accept(new EnrolmentGeneration("e-" + task.version()), now);
                    default -> task.claim(new ExecutionId("e-1"), now);
                };
            case EXECUTING ->
                switch (random.nextInt(3)) {
                    case 0 -> task.revoke(new PersonId("alice"), now);
                    case 1 -> task.fail(now, 5);
                    default -> task.succeed(now);
                };
            case PROPOSED, SUCCEEDED, FAILED, DECLINED, REVOKED, EXPIRED -> throw new AssertionError(task);
        };
    }
}
