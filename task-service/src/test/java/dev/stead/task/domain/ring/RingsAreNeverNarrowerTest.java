package dev.stead.task.domain.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.EligibilityInput;
import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.geo.JtsFence;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever is eligible at a terminal is in its ring, and in the one around it: random tasks, places, windows and terminals. */
class RingsAreNeverNarrowerTest {
    private static final int CASES = 4_000;

    private final Eligibility eligibility = new Eligibility(new JtsFence(), Policy.NONE);

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, 20_261_128);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whoeverIsEligibleIsInTheRing(long seed) {
        var town = new Town(new Random(seed));
        int eligible = 0;
        for (int i = 0; i < CASES; i++) {
            Instant now = town.near(Sample.NOW, Duration.ofDays(2));
            Task task = town.task(now);
            Terminal terminal = town.terminal();
            boolean mayAct = eligibility
                    .judge(new EligibilityInput(task, town.order(task), MandateUsage.NONE, null), terminal, now)
                    .eligible();
            if (mayAct) {
                eligible++;
                RingTask held = RingTask.of(task).orElseThrow();
                assertThat(held.isDue(now)).as("%s is due at %s", task, now).isTrue();
                assertThat(held.dueUntil(now)).isAfter(now);
                assertThat(eligibility.admits(held.merchantId(), held.places(), terminal))
                        .as("%s at %s", task, terminal)
                        .isTrue();
            }
        }
        assertThat(eligible).as("eligible ones of seed %s", seed).isGreaterThan(CASES / 100);
    }

    /** What {@code dueUntil} promises, looked at every few minutes. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingChangesBeforeItIsSaidTo(long seed) {
        var town = new Town(new Random(seed));
        for (int i = 0; i < 60; i++) {
            Instant start = town.near(Sample.NOW, Duration.ofDays(2));
            RingTask task = town.ringTask(start);
            boolean due = task.isDue(start);
            Instant until = task.dueUntil(start);
            for (Instant now = start; now.isBefore(start.plus(Duration.ofDays(1))); now = now.plusSeconds(97)) {
                if (!now.isBefore(until)) {
                    due = task.isDue(now);
                    until = task.dueUntil(now);
                }
                assertThat(task.isDue(now)).as("%s at %s", task, now).isEqualTo(due);
            }
        }
    }

    /** A few hundred metres, two merchants, two sites. */
    private record Town(Random random) {
        private static final List<TaskState> STATES = List.of(TaskState.values());
        private static final List<ZoneId> ZONES =
                List.of(ZoneId.of("Europe/Paris"), ZoneId.of("Pacific/Auckland"), ZoneOffset.UTC);

        Instant near(Instant instant, Duration range) {
            return instant.plusSeconds(random.nextLong(-range.toSeconds(), range.toSeconds()));
        }

        LatLng point() {
            return new LatLng(
                    Sample.SQUARE.latitude() + random.nextDouble(-0.003, 0.003),
                    Sample.SQUARE.longitude() + random.nextDouble(-0.003, 0.003));
        }

        MerchantId merchant() {
            return new MerchantId("m-" + random.nextInt(2));
        }

        SiteId site() {
            return new SiteId("s-" + random.nextInt(2));
        }

        Terminal terminal() {
            return new Terminal(
                    new TerminalId("t-1"),
                    point(),
                    random.nextBoolean() ? site() : null,
                    random.nextBoolean() ? merchant() : null,
                    random.nextInt(10) == 0 ? Terminal.State.SUSPENDED : Terminal.State.ACTIVE);
        }

        Place place() {
            return switch (random.nextInt(3)) {
                case 0 -> new Place.NamedSite(site());
                case 1 -> new Place.Circle(point(), random.nextDouble(50, 500));
                default -> {
                    LatLng first = point();
                    yield new Place.Polygon(List.of(first, point(), point(), first));
                }
            };
        }

        TimeWindow window(Instant now) {
            if (random.nextBoolean()) {
                Instant start = near(now, Duration.ofHours(3));
                return new AbsoluteWindow(start, start.plusSeconds(random.nextLong(1, 20_000)));
            }
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            LocalDate today = LocalDate.ofInstant(now, zone);
            var hours = new WeeklyHours(
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.of(random.nextInt(4, 8))),
                    LocalTime.of(random.nextInt(24), random.nextInt(60)),
                    LocalTime.of(random.nextInt(24), random.nextInt(60)));
            return new RecurringWindow(zone, hours, today.minusDays(8), today.plusDays(8));
        }

        RingTask ringTask(Instant now) {
            return new RingTask(new TaskId("task-1"), 1, Sample.BOB, merchant(), window(now), List.of(place()));
        }

        Task task(Instant now) {
            boolean payment = random.nextBoolean();
            var mandate = new Mandate(
                    payment ? TaskKind.PAYMENT : TaskKind.COLLECTION,
                    window(now),
                    List.of(place(), place()),
                    payment ? new Money("EUR", 2_000) : null,
                    random.nextInt(1, 3),
                    "",
                    random.nextInt(4) == 0
                            ? List.of(new Constraint.NotBefore(near(now, Duration.ofHours(1))))
                            : List.of());
            TaskState state = random.nextInt(4) == 0 ? STATES.get(random.nextInt(STATES.size())) : TaskState.READY;
            return new Task(
                    new TaskId("task-1"),
                    Sample.proposal(mandate).parties(),
                    new OrderKey(merchant(), new OrderId("o-1")),
                    mandate,
                    new Progress(
                            state,
                            random.nextInt(2),
                            0,
                            new ExecutionId("e-0"),
                            now,
                            now,
                            3,
                            false,
                            random.nextInt(10) == 0 ? null : new EnrolmentGeneration("e-bob")));
        }

        Order order(Task task) {
            return new Order(
                    task.order(),
                    "Two loaves",
                    Sample.PRICE,
                    Sample.LOCKER,
                    Sample.NOW,
                    task.mandate().kind() == TaskKind.PAYMENT ? Order.State.OPEN : Order.State.PAID,
                    null,
                    "");
        }
    }
}
