package dev.stead.benchmarks.suites;

import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.EligibilityInput;
import dev.stead.task.domain.eligibility.MandateUsage;
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
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.geo.JtsFence;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Eligibility of one task: all its conditions with their explanations. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class EligibilityBenchmark {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final LatLng SHOP = new LatLng(48.8566, 2.3522);

    /** Where the task may be done. */
    public enum Where {
        SITE,
        CIRCLE,
        POLYGON
    }

    /** When it may be done. */
    public enum When {
        ONCE,
        WEEKLY
    }

    @Param({"SITE", "CIRCLE", "POLYGON"})
    Where place;

    @Param({"ONCE", "WEEKLY"})
    When window;

    private Eligibility eligibility;
    private Task task;
    private Terminal terminal;
    private Order order;
    private EligibilityInput input;

    @Setup
    public void setUp() {
        eligibility = new Eligibility(new JtsFence(), Policy.NONE);
        var merchantId = new MerchantId("merchant-1");
        terminal = new Terminal(
                new TerminalId("terminal-1"), SHOP, new SiteId("site-1"), merchantId, Terminal.State.ACTIVE);
        OrderKey key = new OrderKey(merchantId, new OrderId("order-1"));
        Money amount = new Money("EUR", 1_250);
        order = new Order(key, "a coffee machine", amount, null, NOON, Order.State.OPEN, null, "");
        Mandate mandate = new Mandate(TaskKind.PAYMENT, window(), List.of(place()), amount, 1, "", List.of());
        Progress progress =
                new Progress(TaskState.READY, 0, 0, null, NOON, NOON, 1, false, new EnrolmentGeneration("e-1"));
        task = new Task(
                new TaskId("task-1"),
                new Parties(new PersonId("subject-1"), new PersonId("subject-2")),
                key,
                mandate,
                progress);
        input = new EligibilityInput(task, order, MandateUsage.NONE, null);
        if (!eligibility.judge(input, terminal, NOON).eligible()) {
            throw new IllegalStateException("the task of this benchmark must be eligible");
        }
    }

    /** The baseline: the same facts by comparisons alone, without window rules, geometry on the sphere or explanations. */
    @Benchmark
    public boolean bareComparisons() {
        return task.state() == TaskState.READY
                && terminal.state() == Terminal.State.ACTIVE
                && NOON.isBefore(task.mandate().window().lastClose())
                && order.key().merchantId().equals(terminal.merchantId())
                && task.progress().uses() < task.mandate().maxUses();
    }

    @Benchmark
    public boolean judge() {
        return eligibility.judge(input, terminal, NOON).eligible();
    }

    private Place place() {
        return switch (place) {
            case SITE -> new Place.NamedSite(new SiteId("site-1"));
            case CIRCLE -> new Place.Circle(SHOP, 150);
            case POLYGON -> new Place.Polygon(ring());
        };
    }

    /** Twelve corners, 200 m or so around the shop. */
    private static List<LatLng> ring() {
        List<LatLng> ring = new ArrayList<>();
        for (int corner = 0; corner < 12; corner++) {
            double angle = corner * Math.PI / 6;
            ring.add(new LatLng(SHOP.latitude() + 0.002 * Math.sin(angle), SHOP.longitude() + 0.003 * Math.cos(angle)));
        }
        ring.add(ring.getFirst());
        return ring;
    }

    private TimeWindow window() {
        return switch (window) {
            case ONCE -> new AbsoluteWindow(NOON.minusSeconds(3_600), NOON.plusSeconds(3_600));
            case WEEKLY ->
                new RecurringWindow(
                        ZoneId.of("Europe/Paris"),
                        new WeeklyHours(EnumSet.allOf(DayOfWeek.class), LocalTime.of(9, 0), LocalTime.of(18, 0)),
                        LocalDate.of(2026, 11, 1),
                        LocalDate.of(2026, 12, 31));
        };
    }
}
