package dev.stead.task.testing;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.TaskRings;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.mandate.AbsoluteWindow;
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
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.ring.Ring;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Proposal;
import dev.stead.task.domain.task.Task;
import dev.stead.task.geo.JtsFence;
import dev.stead.task.storage.TaskDatabase;
import java.lang.management.ManagementFactory;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A town of ten kilometres with ten terminals a merchant, every tenth of them a station for all merchants on a site. Each task is one of
 * its merchant's: half at a circle of its own of 300 metres, a quarter at a polygon of its own, a quarter at a site; every third in
 * recurring hours, the others in a window of their own.
 */
final class RingSize {
    private static final long SEED = 14;
    private static final int BATCH = 5_000;
    private static final int SITES = 20;

    private final Random random = new Random(SEED);
    private final MovableClock clock = new MovableClock(Sample.NOW);
    private final TaskDatabase store;
    private final int merchants;

    private RingSize(TestDatabase test, int terminals) {
        store = new TaskDatabase(test.database(), new InboxSignal(), clock);
        merchants = Math.max(1, terminals / 10);
    }

    static void measure(int tasks, int terminals) {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            var town = new RingSize(test, terminals);
            town.register(terminals);
            town.add(tasks);
            town.refresh(terminals);
        }
    }

    private void register(int terminals) {
        store.<Boolean>write(repositories -> {
            repositories.people().setDisplayName(Sample.ALICE, "Alice");
            for (int i = 0; i < SITES; i++) {
                repositories.registry().put(new Site(new SiteId("site-" + i), "Site"));
            }
            for (int i = 0; i < merchants; i++) {
                repositories.registry().put(new Merchant(order(i).merchantId(), "Merchant"));
                var _ = repositories
                        .orders()
                        .add(new Order(order(i), "Loaves", Sample.PRICE, null, Sample.NOW, Order.State.OPEN, null, ""));
            }
            for (int i = 0; i < terminals; i++) {
                repositories.registry().put(terminal(i, point(0.09)));
            }
            return true;
        });
    }

    private Terminal terminal(int i, LatLng location) {
        boolean station = i % 10 == 9;
        return new Terminal(
                new TerminalId("t-" + i),
                location,
                station ? new SiteId("site-" + i / 10 % SITES) : null,
                station ? null : order(i / 10 % merchants).merchantId(),
                Terminal.State.ACTIVE);
    }

    private static OrderKey order(int merchant) {
        return new OrderKey(new MerchantId("merchant-" + merchant), new OrderId("o-1"));
    }

    private LatLng point(double degrees) {
        return new LatLng(
                Sample.SQUARE.latitude() + random.nextDouble(degrees),
                Sample.SQUARE.longitude() + random.nextDouble(degrees));
    }

    private void add(int tasks) {
        for (int from = 0; from < tasks; from += BATCH) {
            int first = from;
            int last = Math.min(tasks, from + BATCH);
            store.<Boolean>write(repositories -> {
                for (int i = first; i < last; i++) {
                    repositories.tasks().add(task(i));
                }
                return true;
            });
        }
    }

    private Task task(int i) {
        var mandate =
                new Mandate(TaskKind.PAYMENT, window(), List.of(place()), new Money("EUR", 2_000), 1, "", List.of());
        var parties = new Parties(Sample.ALICE, new PersonId("0198c0de-0000-7000-8000-" + (100_000_000 + i / 2)));
        return Task.propose(
                        new TaskId("0198c0de-1111-7000-8000-" + (100_000_000 + i)),
                        new Proposal(parties, order(random.nextInt(merchants)), mandate),
                        Sample.NOW)
                .accept(new EnrolmentGeneration("e-1"), Sample.NOW);
    }

    private TimeWindow window() {
        if (random.nextInt(3) == 0) {
            var hours = new WeeklyHours(
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    LocalTime.of(random.nextInt(8, 14), 0),
                    LocalTime.of(random.nextInt(15, 20), 0));
            var today = Sample.NOW.atZone(ZoneId.of("Europe/Paris")).toLocalDate();
            return new RecurringWindow(ZoneId.of("Europe/Paris"), hours, today, today.plusDays(30));
        }
        return new AbsoluteWindow(
                Sample.NOW.minusSeconds(random.nextLong(3_600)),
                Sample.NOW.plusSeconds(3_600 + random.nextLong(90_000)));
    }

    private Place place() {
        LatLng corner = point(0.09);
        return switch (random.nextInt(4)) {
            case 0 -> new Place.NamedSite(new SiteId("site-" + random.nextInt(SITES)));
            case 1 ->
                new Place.Polygon(List.of(
                        corner,
                        new LatLng(corner.latitude() + 0.005, corner.longitude()),
                        new LatLng(corner.latitude() + 0.005, corner.longitude() + 0.005),
                        corner));
            default -> new Place.Circle(corner, 300);
        };
    }

    private void refresh(int terminals) {
        var rings = new TaskRings(store, new Eligibility(new JtsFence(), Policy.NONE), clock, "figures");
        time("all tasks are read", rings);
        long held = heap();
        System.out.printf(
                Locale.ROOT,
                "%d rings with somebody, %d memberships, %d in the largest%n",
                rings.after(0).values().stream()
                        .filter(ring -> !ring.subjects().isEmpty())
                        .count(),
                rings.after(0).values().stream().mapToInt(RingSize::size).sum(),
                rings.after(0).values().stream().mapToInt(RingSize::size).max().orElse(0));
        clock.advance(Duration.ofSeconds(1));
        time("all tasks were changed just now", rings);
        clock.advance(Duration.ofSeconds(40));
        rings.refresh();
        time("nothing changed", rings);
        Task task = store.read(repositories ->
                        repositories.tasks().find(List.of(new TaskId("0198c0de-1111-7000-8000-100000000"))))
                .getFirst();
        store.<Boolean>write(repositories -> {
            repositories.tasks().replace(task.revoke(Sample.ALICE, clock.instant()));
            return true;
        });
        time("one task was revoked", rings);
        store.<Boolean>write(repositories -> {
            repositories.registry().put(terminal(terminals - 1, Sample.SQUARE));
            return true;
        });
        time("one terminal was moved", rings);
        clock.advance(Duration.ofSeconds(61));
        time("everything is looked at again", rings);
        rings = null;
        System.out.printf(Locale.ROOT, "held: %.1f MB of heap%n", (held - heap()) / 1e6);
    }

    private static int size(Ring ring) {
        return ring.subjects().size();
    }

    private static void time(String what, TaskRings rings) {
        long start = System.nanoTime();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        rings.refresh();
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f ms, %.0f ms of a core%n",
                what,
                (System.nanoTime() - start) / 1e6,
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e6);
    }

    private static long heap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
