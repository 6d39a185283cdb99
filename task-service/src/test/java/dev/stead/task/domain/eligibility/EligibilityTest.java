package dev.stead.task.domain.eligibility;

import static dev.stead.task.domain.Sample.NOW;
import static dev.stead.task.domain.Sample.SQUARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Task;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EligibilityTest {
    private static final Terminal ACTIVE = Sample.terminal(Terminal.State.ACTIVE);
    private static final Order OPEN = Sample.order(Order.State.OPEN, null);
    private static final Task READY = Sample.ready(Sample.payment(1));

    /** A fence that is always 42 metres away. */
    private static final Fence FENCE = new Fence() {
        @Override
        public boolean isSimple(Place.Polygon polygon) {
            return true;
        }

        @Override
        public double metersOutside(Place.Polygon polygon, LatLng point) {
            return 42;
        }
    };

    private final Eligibility eligibility = new Eligibility(FENCE, Policy.NONE);

    private static LatLng north(double meters) {
        return new LatLng(SQUARE.latitude() + meters / 111_195, SQUARE.longitude());
    }

    private static Task at(Place... places) {
        return Sample.ready(Sample.payment(Sample.window(), places));
    }

    private static TimeWindow afternoon() {
        var hours = new WeeklyHours(EnumSet.allOf(DayOfWeek.class), LocalTime.of(14, 0), LocalTime.of(18, 0));
        return new RecurringWindow(
                ZoneId.of("Europe/Paris"), hours, LocalDate.parse("2026-11-22"), LocalDate.parse("2026-11-24"));
    }

    private static Task in(TimeWindow window) {
        return Sample.ready(Sample.payment(window, new Place.Circle(SQUARE, 100)));
    }

    private static Terminal of(String merchantId) {
        return new Terminal(
                new TerminalId("t-1"), SQUARE, new SiteId("mall"), new MerchantId(merchantId), Terminal.State.ACTIVE);
    }

    private static Order priced(Money price) {
        return new Order(Sample.ORDER, "Two loaves", price, null, NOW, Order.State.OPEN, null, "");
    }

    private static Order withoutPoint() {
        return new Order(Sample.ORDER, "Two loaves", Sample.PRICE, null, NOW, Order.State.PAID, null, "");
    }

    static Stream<Arguments> refusalsOfStateAndTime() {
        return Stream.of(
                arguments(
                        "STATE",
                        Sample.proposed(Sample.payment(1)),
                        ACTIVE,
                        OPEN,
                        NOW,
                        "the delegate has not accepted"),
                arguments(
                        "STATE",
                        READY.claim(new ExecutionId("e-1"), NOW),
                        ACTIVE,
                        OPEN,
                        NOW,
                        "a terminal is executing it already"),
                arguments(
                        "STATE",
                        READY.claim(new ExecutionId("e-1"), NOW).succeed(NOW),
                        ACTIVE,
                        OPEN,
                        NOW,
                        "done already"),
                arguments("STATE", READY.revoke(Sample.ALICE, NOW), ACTIVE, OPEN, NOW, "taken back"),
                arguments("STATE", READY.expire(NOW), ACTIVE, OPEN, NOW, "closed for good"),
                arguments("TERMINAL", READY, Sample.terminal(Terminal.State.SUSPENDED), OPEN, NOW, "suspended"),
                arguments("TERMINAL", READY, Sample.terminal(Terminal.State.RETIRED), OPEN, NOW, "retired"),
                arguments("WINDOW", in(afternoon()), ACTIVE, OPEN, NOW, "not yet open (opens 14:00 Europe/Paris)"),
                arguments(
                        "WINDOW",
                        in(afternoon()),
                        ACTIVE,
                        OPEN,
                        Instant.parse("2026-11-23T17:00:00Z"),
                        "not yet open (opens 2026-11-24 14:00 Europe/Paris)"),
                arguments(
                        "WINDOW",
                        in(afternoon()),
                        ACTIVE,
                        OPEN,
                        Instant.parse("2026-11-24T17:00:00Z"),
                        "over (closed 18:00 Europe/Paris)"),
                arguments("WINDOW", READY, ACTIVE, OPEN, NOW.plus(Duration.ofHours(1)), "over (closed 10:00 UTC)"),
                arguments(
                        "WINDOW",
                        READY,
                        ACTIVE,
                        OPEN,
                        NOW.minus(Duration.ofHours(1)).minusNanos(1_000),
                        "opens 08:00 UTC"),
                arguments(
                        "PLACE",
                        at(new Place.Circle(north(220), 100)),
                        ACTIVE,
                        OPEN,
                        NOW,
                        "outside: 120 m from the fence"),
                arguments(
                        "PLACE",
                        at(new Place.Circle(north(101), 100)),
                        ACTIVE,
                        OPEN,
                        NOW,
                        "outside: 1 m from the fence"));
    }

    static Stream<Arguments> refusalsOfPlaceAndOrder() {
        Task collection = Sample.ready(Sample.collection());
        return Stream.of(
                arguments("PLACE", at(new Place.Circle(north(20_100), 100)), ACTIVE, OPEN, NOW, "outside: 20.0 km"),
                arguments(
                        "PLACE", at(polygon(), new Place.Circle(north(220), 100)), ACTIVE, OPEN, NOW, "outside: 42 m"),
                arguments(
                        "PLACE",
                        at(new Place.NamedSite(new SiteId("port"))),
                        ACTIVE,
                        OPEN,
                        NOW,
                        "outside: not at site port"),
                arguments("MERCHANT", READY, of("butcher"), OPEN, NOW, "serves another merchant"),
                arguments("ORDER", READY, ACTIVE, Sample.order(Order.State.PAID, null), NOW, "paid already"),
                arguments("ORDER", READY, ACTIVE, Sample.order(Order.State.CANCELLED, null), NOW, "cancelled"),
                arguments(
                        "ORDER",
                        READY,
                        ACTIVE,
                        Sample.order(Order.State.OPEN, new ExecutionId("e-9")),
                        NOW,
                        "at a terminal"),
                arguments("ORDER", collection, ACTIVE, OPEN, NOW, "not paid yet"),
                arguments(
                        "ORDER",
                        collection,
                        ACTIVE,
                        Sample.order(Order.State.COLLECTED, null),
                        NOW,
                        "collected already"),
                arguments("ORDER", collection, ACTIVE, withoutPoint(), NOW, "has not said where"),
                arguments("AMOUNT", READY, ACTIVE, priced(new Money("EUR", 2_001)), NOW, "20.01 EUR is not within"),
                arguments("AMOUNT", READY, ACTIVE, priced(new Money("USD", 1)), NOW, "0.01 USD is not within"));
    }

    private static Place polygon() {
        return new Place.Polygon(
                java.util.List.of(new LatLng(0, 0), new LatLng(0, 1), new LatLng(1, 1), new LatLng(0, 0)));
    }

    @ParameterizedTest
    @MethodSource({"refusalsOfStateAndTime", "refusalsOfPlaceAndOrder"})
    void oneConditionThatFailsIsNamedAndExplained(
            String name, Task task, Terminal terminal, Order order, Instant instant, String explanation) {
        Verdict verdict =
                eligibility.judge(new EligibilityInput(task, order, MandateUsage.NONE, null), terminal, instant);
        assertThat(verdict.eligible()).isFalse();
        assertThat(verdict.conditions())
                .filteredOn(condition -> condition.name().name().equals(name))
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.holds()).isFalse();
                    assertThat(condition.explanation()).contains(explanation);
                });
    }

    @Test
    void whatFitsIsEligibleAndSaysWhy() {
        Verdict verdict = eligibility.judge(new EligibilityInput(READY, OPEN, MandateUsage.NONE, null), ACTIVE, NOW);
        assertThat(verdict.eligible()).isTrue();
        assertThat(verdict.conditions())
                .extracting(condition -> condition.name().name())
                .containsExactly(
                        "STATE", "ENROLMENT", "TERMINAL", "WINDOW", "PLACE", "MERCHANT", "ORDER", "AMOUNT", "USES");
        assertThat(verdict.conditions()).allMatch(Condition::holds);
    }

    @Test
    void theEdgesOfWindowFenceAndLimitBelongToThem() {
        Task task = at(new Place.Circle(north(100), 100.01));
        Instant opens = NOW.minus(Duration.ofHours(1));
        assertThat(eligibility
                        .judge(
                                new EligibilityInput(task, priced(new Money("EUR", 2_000)), MandateUsage.NONE, null),
                                ACTIVE,
                                opens)
                        .eligible())
                .isTrue();
    }

    private static String place(Fence fence, Place place) {
        return new Eligibility(fence, Policy.NONE)
                        .judge(new EligibilityInput(at(place), OPEN, MandateUsage.NONE, null), ACTIVE, NOW)
                        .conditions()
                        .stream()
                        .filter(condition -> condition.name() == Condition.Name.PLACE)
                        .map(Condition::explanation)
                        .findFirst()
                        .orElseThrow();
    }

    private static Fence away(double meters) {
        return new Fence() {
            @Override
            public boolean isSimple(Place.Polygon polygon) {
                return true;
            }

            @Override
            public double metersOutside(Place.Polygon polygon, LatLng point) {
                return meters;
            }
        };
    }

    @Test
    void aCentimetreBesideAFenceIsOnItAndTheTextIsTrue() {
        assertThat(place(away(1e-9), polygon())).isEqualTo("inside");
        assertThat(place(away(0.0099), polygon())).isEqualTo("inside");
        assertThat(place(away(0.01), polygon())).isEqualTo("inside");
        assertThat(place(away(0.0101), polygon())).isEqualTo("outside: less than 1 m from the fence");
        assertThat(place(away(0.99), polygon())).isEqualTo("outside: less than 1 m from the fence");
        assertThat(place(away(1), polygon())).isEqualTo("outside: 1 m from the fence");
        assertThat(place(away(9_999), polygon())).isEqualTo("outside: 9999 m from the fence");
        assertThat(place(away(10_000), polygon())).isEqualTo("outside: 10.0 km from the fence");
        double radius = north(100).metersTo(SQUARE);
        assertThat(place(FENCE, new Place.Circle(north(100), radius))).isEqualTo("inside");
        assertThat(place(FENCE, new Place.Circle(north(100), radius - 0.009))).isEqualTo("inside");
        assertThat(place(FENCE, new Place.Circle(north(100), radius - 0.5)))
                .isEqualTo("outside: less than 1 m from the fence");
    }

    @Test
    void aSiteHoldsAtAnyOfItsTerminals() {
        assertThat(eligibility
                        .judge(
                                new EligibilityInput(
                                        at(new Place.NamedSite(new SiteId("mall"))), OPEN, MandateUsage.NONE, null),
                                ACTIVE,
                                NOW)
                        .eligible())
                .isTrue();
    }

    @Test
    void aTaskIsUsedUpWhenItsUsesAre() {
        Task once = Sample.ready(Sample.payment(2))
                .claim(new ExecutionId("e-1"), NOW)
                .succeed(NOW);
        assertThat(eligibility
                        .judge(new EligibilityInput(once, OPEN, MandateUsage.NONE, null), ACTIVE, NOW)
                        .eligible())
                .isTrue();
        Task twice = once.claim(new ExecutionId("e-2"), NOW).succeed(NOW);
        assertThat(eligibility
                        .judge(new EligibilityInput(twice, OPEN, MandateUsage.NONE, null), ACTIVE, NOW)
                        .conditions()
                        .getLast()
                        .explanation())
                .isEqualTo("used up");
    }

    @Test
    void theFirstConditionThatFailsIsTheRefusal() {
        Verdict verdict = eligibility.judge(
                new EligibilityInput(READY, OPEN, MandateUsage.NONE, null),
                of("butcher"),
                NOW.plus(Duration.ofHours(1)));
        assertThatThrownBy(verdict::requireEligible)
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(TaskError.OUTSIDE_WINDOW));
    }

    private static String said(Task task, Order order, Condition.Name name) {
        return judged(task, order, ACTIVE, name).explanation();
    }

    private static Condition judged(Task task, Order order, Terminal terminal, Condition.Name name) {
        return new Eligibility(FENCE, Policy.NONE)
                .judge(new EligibilityInput(task, order, MandateUsage.NONE, null), terminal, NOW).conditions().stream()
                        .filter(condition -> condition.name() == name)
                        .findFirst()
                        .orElseThrow();
    }

    private static Order free(Order.State state) {
        return new Order(Sample.ORDER, "Two loaves", null, Sample.LOCKER, NOW, state, null, "");
    }

    @Test
    void whatHoldsIsExplainedToo() {
        assertThat(said(READY, OPEN, Condition.Name.MERCHANT)).isEqualTo("the terminal serves the order's merchant");
        var everybodys = new Terminal(new TerminalId("t-1"), SQUARE, new SiteId("mall"), null, Terminal.State.ACTIVE);
        assertThat(judged(READY, OPEN, everybodys, Condition.Name.MERCHANT).explanation())
                .isEqualTo("the terminal serves every merchant");
        assertThat(said(READY, OPEN, Condition.Name.AMOUNT)).isEqualTo("12.50 EUR is within the limit of 20.00 EUR");
        assertThat(said(READY, OPEN, Condition.Name.USES)).isEqualTo("0 of 1 used");
        assertThat(said(READY, OPEN, Condition.Name.ORDER)).isEqualTo("open");
        assertThat(said(READY, OPEN, Condition.Name.WINDOW)).isEqualTo("open until 10:00 UTC");
        assertThat(said(Sample.ready(Sample.collection()), OPEN, Condition.Name.AMOUNT))
                .isEqualTo("nothing is paid");
    }

    @Test
    void whatCostsNothingIsCollectedAtOnceAndNeverPaid() {
        Task collection = Sample.ready(Sample.collection());
        for (Order order : java.util.List.of(free(Order.State.OPEN), priced(Order.State.OPEN, 0))) {
            assertThat(said(READY, order, Condition.Name.ORDER)).isEqualTo("there is nothing to pay");
            assertThat(said(collection, order, Condition.Name.ORDER)).isEqualTo("ready to be collected");
            assertThat(judged(collection, order, ACTIVE, Condition.Name.ORDER).holds())
                    .isTrue();
        }
        assertThat(said(READY, free(Order.State.OPEN), Condition.Name.AMOUNT)).isEqualTo("the order has no amount");
        assertThat(said(collection, priced(Order.State.PAID, 5), Condition.Name.ORDER))
                .isEqualTo("paid, ready to be collected");
        assertThat(said(collection, priced(Order.State.CANCELLED, 5), Condition.Name.ORDER))
                .isEqualTo("cancelled by the merchant");
    }

    private static Order priced(Order.State state, long cents) {
        return new Order(Sample.ORDER, "Two loaves", new Money("EUR", cents), Sample.LOCKER, NOW, state, null, "");
    }

    @Test
    void whatAnotherTerminalHoldsIsNeitherPaidNorCollected() {
        Order held = Sample.order(Order.State.PAID, new ExecutionId("e-9"));
        for (Task task : java.util.List.of(READY, Sample.ready(Sample.collection()))) {
            assertThat(judged(task, held, ACTIVE, Condition.Name.ORDER).holds()).isFalse();
            assertThat(said(task, held, Condition.Name.ORDER)).isEqualTo("it is being paid or collected at a terminal");
        }
    }

    @Test
    void onlyAMissingApprovalMakesATaskEligibleLater() {
        var approval = new Condition(Condition.Name.APPROVAL, false, "ask");
        var holds = new Condition(Condition.Name.STATE, true, "accepted");
        var window = new Condition(Condition.Name.WINDOW, false, "closed");
        assertThat(new Verdict(java.util.List.of(holds, approval)).eligibleOnceApproved())
                .isTrue();
        assertThat(new Verdict(java.util.List.of(holds)).eligibleOnceApproved()).isTrue();
        assertThat(new Verdict(java.util.List.of(window, approval)).eligibleOnceApproved())
                .isFalse();
    }
}
