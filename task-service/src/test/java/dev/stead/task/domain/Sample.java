package dev.stead.task.domain;

import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Proposal;
import dev.stead.task.domain.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One task, terminal and order that fit together; tests change one thing each. */
public final class Sample {
    public static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    public static final LatLng SQUARE = new LatLng(48.8566, 2.3522);
    public static final Money PRICE = new Money("EUR", 1_250);
    public static final PersonId ALICE = new PersonId("alice");
    public static final PersonId BOB = new PersonId("bob");
    public static final EnrolmentGeneration ENROLMENT = new EnrolmentGeneration("e-bob");
    public static final OrderKey ORDER = new OrderKey(new MerchantId("bakery"), new OrderId("o-1"));
    public static final CollectionPoint LOCKER = new CollectionPoint("Locker 14", "4711");

    private Sample() {}

    public static TimeWindow window() {
        return new AbsoluteWindow(NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofHours(1)));
    }

    public static Mandate payment(TimeWindow window, Place... places) {
        return new Mandate(TaskKind.PAYMENT, window, List.of(places), new Money("EUR", 2_000), 1, "", List.of());
    }

    public static Mandate payment(int maxUses) {
        return new Mandate(
                TaskKind.PAYMENT,
                window(),
                List.of(new Place.Circle(SQUARE, 100)),
                new Money("EUR", 2_000),
                maxUses,
                "",
                List.of());
    }

    public static Mandate collection() {
        return new Mandate(
                TaskKind.COLLECTION, window(), List.of(new Place.Circle(SQUARE, 100)), null, 1, "", List.of());
    }

    public static Task proposed(Mandate mandate) {
        return Task.propose(new TaskId("task-1"), proposal(mandate), NOW.minus(Duration.ofMinutes(50)));
    }

    public static Proposal proposal(Mandate mandate) {
        return new Proposal(new Parties(ALICE, BOB), ORDER, mandate);
    }

    public static Task ready(Mandate mandate) {
        return proposed(mandate).accept(ENROLMENT, NOW.minus(Duration.ofMinutes(40)));
    }

    public static Terminal terminal(Terminal.State state) {
        return new Terminal(new TerminalId("t-1"), SQUARE, new SiteId("mall"), new MerchantId("bakery"), state);
    }

    public static Order order(Order.State state, @Nullable ExecutionId heldBy) {
        return new Order(ORDER, "Two loaves", PRICE, LOCKER, NOW, state, heldBy, "");
    }
}
