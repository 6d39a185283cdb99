package dev.stead.task.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Contact;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Parties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static void refused(TaskError error, Runnable making) {
        assertThatThrownBy(making::run)
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @Test
    void moneyIsExactAndRefusesToOverflow() {
        assertThat(new Money("EUR", 1_250).plus(new Money("EUR", 50))).isEqualTo(new Money("EUR", 1_300));
        refused(TaskError.MONEY_INVALID, () -> new Money("EUR", Long.MAX_VALUE).plus(new Money("EUR", 1)));
        refused(TaskError.MONEY_INVALID, () -> new Money("EUR", 1).plus(new Money("USD", 1)));
        refused(TaskError.MONEY_INVALID, () -> new Money("EUR", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eur", "EUr", "EU", "EURO", "ZZZ", "€€€", "EU@", "EU["})
    void currenciesAreOfIso4217(String code) {
        refused(TaskError.CURRENCY_UNKNOWN, () -> new Money(code, 1));
    }

    /** ZAR, AED: with the first and the last letter of the alphabet. */
    @Test
    void everyCapitalLetterMayBeInACurrency() {
        assertThat(new Money("ZAR", 1)).hasToString("0.01 ZAR");
        assertThat(new Money("AED", 1)).hasToString("0.01 AED");
    }

    @Test
    void moneyReadsAsPeopleWriteIt() {
        assertThat(new Money("EUR", 1_205)).hasToString("12.05 EUR");
        assertThat(new Money("JPY", 1_205)).hasToString("1205 JPY");
        assertThat(new Money("BHD", 1_205)).hasToString("1.205 BHD");
    }

    @ParameterizedTest
    @CsvSource({
        "48.8566, 2.3522, 51.5074, -0.1278, 343_500, 1_000",
        "0, 179.999, 0, -179.999, 222.4, 0.1",
        "89.999, 0, 89.999, 180, 222.4, 0.1",
        "-90, 0, -90, 90, 0, 0.001",
        "10, 20, 10, 20, 0, 0",
        "0, 0, 0, 180, 20_015_115, 10",
    })
    void distancesKnowNeitherSeamNorPole(
            double lat1, double lng1, double lat2, double lng2, String meters, String tolerance) {
        assertThat(new LatLng(lat1, lng1).metersTo(new LatLng(lat2, lng2)))
                .isCloseTo(number(meters), within(number(tolerance)));
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("_", ""));
    }

    @ParameterizedTest
    @CsvSource({"90.1, 0", "-90.1, 0", "0, 180.1", "0, -180.1", "NaN, 0", "0, NaN", "Infinity, 0"})
    void pointsLieOnEarth(double latitude, double longitude) {
        refused(TaskError.LOCATION_INVALID, () -> new LatLng(latitude, longitude));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100_001, Double.NaN, Double.POSITIVE_INFINITY})
    void circlesHaveARadius(double radius) {
        refused(TaskError.RADIUS_INVALID, () -> new Place.Circle(Sample.SQUARE, radius));
    }

    @Test
    void ringsAreClosed() {
        LatLng a = new LatLng(0, 0);
        LatLng b = new LatLng(0, 1);
        LatLng c = new LatLng(1, 1);
        refused(TaskError.POLYGON_INVALID, () -> new Place.Polygon(List.of(a, b, c, new LatLng(1, 0))));
        refused(TaskError.POLYGON_INVALID, () -> new Place.Polygon(List.of(a, b, a)));
        refused(TaskError.POLYGON_INVALID, () -> new Place.Polygon(List.of()));
        assertThat(new Place.Polygon(List.of(a, b, c, a)).ring()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, -0.0, -0.0", "10, 180, 10, -180"})
    void aRingIsClosedByTheSamePointHoweverItIsWritten(double lat1, double lng1, double lat2, double lng2) {
        LatLng first = new LatLng(lat1, lng1);
        List<LatLng> ring = List.of(first, new LatLng(1, 171), new LatLng(3, 172), new LatLng(lat2, lng2));
        assertThat(new Place.Polygon(ring).ring()).hasSize(4);
        refused(
                TaskError.POLYGON_INVALID,
                () -> new Place.Polygon(List.of(first, ring.get(1), ring.get(2), new LatLng(lat1 / 2 + 1, lng1))));
    }

    @Test
    void windowsEndAfterTheyStart() {
        Instant start = Sample.NOW;
        refused(TaskError.WINDOW_INVALID, () -> new AbsoluteWindow(start, start));
        refused(TaskError.WINDOW_INVALID, () -> new AbsoluteWindow(start, start.minusSeconds(1)));
        refused(
                TaskError.WINDOW_INVALID,
                () -> new AbsoluteWindow(start, start.plus(Duration.ofDays(366)).plusSeconds(1)));
    }

    @Test
    void mandatesHaveWhatTheirKindNeeds() {
        Place here = new Place.Circle(Sample.SQUARE, 10);
        TimeWindow window = Sample.window();
        Money limit = new Money("EUR", 1);
        refused(TaskError.AMOUNT_LIMIT_INVALID, () -> mandate(TaskKind.PAYMENT, List.of(here), null, 1));
        refused(TaskError.AMOUNT_LIMIT_INVALID, () -> mandate(TaskKind.PAYMENT, List.of(here), new Money("EUR", 0), 1));
        refused(TaskError.AMOUNT_LIMIT_INVALID, () -> mandate(TaskKind.COLLECTION, List.of(here), limit, 1));
        refused(TaskError.PLACES_INVALID, () -> mandate(TaskKind.PAYMENT, List.of(), limit, 1));
        refused(
                TaskError.PLACES_INVALID,
                () -> mandate(TaskKind.PAYMENT, java.util.Collections.nCopies(11, here), limit, 1));
        refused(TaskError.USES_INVALID, () -> mandate(TaskKind.PAYMENT, List.of(here), limit, 0));
        refused(TaskError.USES_INVALID, () -> mandate(TaskKind.PAYMENT, List.of(here), limit, 1_001));
        refused(
                TaskError.TEXT_INVALID,
                () -> new Mandate(TaskKind.PAYMENT, window, List.of(here), limit, 1, "x".repeat(501), List.of()));
        refused(
                TaskError.TEXT_INVALID,
                () -> new Mandate(TaskKind.PAYMENT, window, List.of(here), limit, 1, "a\u001bb", List.of()));
    }

    private static void mandate(
            TaskKind kind, List<Place> places, @org.jspecify.annotations.Nullable Money limit, int uses) {
        var _ = new Mandate(kind, Sample.window(), places, limit, uses, "", List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ä", "x1234567890123456789012345678901234567890123456789012345678901234"})
    void idsAreShortAndPlain(String id) {
        refused(TaskError.ID_INVALID, () -> new OrderKey(new MerchantId("bakery"), new OrderId(id)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   ", "\u00A0", "\u3164", "a\u0000b", "a\u001bb", "a\nb", "a\u202Eb", "a\u200Bb", "a\u2028b"
            })
    void namesAreReadable(String name) {
        refused(TaskError.TEXT_INVALID, () -> contact(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "XXX", "XTS"})
    void nobodyPaysInWhatHasNoMinorUnit(String code) {
        refused(TaskError.CURRENCY_UNKNOWN, () -> new Money(code, 5).requireInUse());
        assertThat(new Money("JPY", 5).requireInUse()).isEqualTo(new Money("JPY", 5));
    }

    @Test
    void lengthIsCountedAsPeopleDo() {
        assertThat(contact("🥖".repeat(80)).displayName().orElseThrow()).hasSize(160);
    }

    @Test
    void namesAndCodesDoNotPrint() {
        assertThat(contact("Bob").toString()).doesNotContain("Bob");
        assertThat(Sample.LOCKER.toString()).doesNotContain("4711");
    }

    @Test
    void anOrderIsHeldByOneExecutionAndNotCancelledMeanwhile() {
        Order open = Sample.order(Order.State.OPEN, null);
        Order held = open.hold(new ExecutionId("e-1"));

        assertThat(held.heldBy()).isEqualTo(new ExecutionId("e-1"));
        assertThatThrownBy(() -> held.hold(new ExecutionId("e-2"))).isInstanceOf(IllegalStateException.class);
        refused(TaskError.ORDER_BUSY, held::cancel);
        assertThat(held.release(Order.State.PAID)).isEqualTo(Sample.order(Order.State.PAID, null));
        assertThat(open.cancel().state()).isEqualTo(Order.State.CANCELLED);
        assertThat(open.cancel().cancel().state()).isEqualTo(Order.State.CANCELLED);
        refused(
                TaskError.ORDER_STATE_FORBIDS,
                () -> Sample.order(Order.State.PAID, null).cancel());
        refused(
                TaskError.ORDER_STATE_FORBIDS,
                () -> Sample.order(Order.State.COLLECTED, null).cancel());
    }

    @Test
    void aCollectionPointMayHaveNoCode() {
        assertThat(new CollectionPoint("At the counter", "").code()).isEmpty();
        refused(TaskError.TEXT_INVALID, () -> new CollectionPoint("", "4711"));
    }

    @Test
    void anOrderIsToBePaidOrCollectedOrBoth() {
        refused(TaskError.ORDER_INVALID, () -> order("Two loaves", null, null, ""));
        assertThat(order("Two loaves", null, Sample.LOCKER, "").hasNothingToPay())
                .isTrue();
        assertThat(order("Two loaves", new Money("EUR", 0), null, "grocery").hasNothingToPay())
                .isTrue();
        assertThat(order("Two loaves", new Money("EUR", 1), null, "").hasNothingToPay())
                .isFalse();
        refused(TaskError.TEXT_INVALID, () -> order("", Sample.PRICE, null, ""));
        refused(TaskError.TEXT_INVALID, () -> order("x".repeat(201), Sample.PRICE, null, ""));
        assertThat(order("x".repeat(200), Sample.PRICE, null, "").description()).hasSize(200);
        refused(TaskError.ID_INVALID, () -> order("Two loaves", Sample.PRICE, null, "a kind"));
    }

    private static Order order(
            String description,
            @org.jspecify.annotations.Nullable Money amount,
            @org.jspecify.annotations.Nullable CollectionPoint point,
            String kind) {
        return new Order(Sample.ORDER, description, amount, point, Sample.NOW, Order.State.OPEN, null, kind);
    }

    @Test
    void evidenceOfAConfirmationSaysWhereAndUpToHowMuch() {
        var attempt = new Execution.Attempt(new ExecutionId("e-1"), new TaskId("task-1"), new TerminalId("t-1"));
        EvidenceEntry entry = EvidenceEntry.of(EvidenceEntry.Kind.CONFIRMED, Sample.BOB, Sample.NOW);
        EvidenceEntry paying =
                entry.withExecution(Execution.begin(attempt, new Execution.Settling(Sample.PRICE), Sample.NOW));
        EvidenceEntry collecting =
                entry.withExecution(Execution.begin(attempt, new Execution.Collecting(Sample.LOCKER), Sample.NOW));

        assertThat(paying.detail())
                .isEqualTo(new EvidenceEntry.Detail(attempt.terminalId(), attempt.executionId(), Sample.PRICE));
        assertThat(collecting.detail())
                .isEqualTo(new EvidenceEntry.Detail(attempt.terminalId(), attempt.executionId(), null));
        assertThat(entry.assertion()).isNull();
        assertThat(entry.withAmount(Sample.PRICE).detail().amount()).isEqualTo(Sample.PRICE);
        var assertion = new Assertion(
                new AssertionId("a-1"),
                Sample.BOB,
                new Assertion.Capture.AtTerminal(attempt.terminalId(), 0),
                new EnrolmentGeneration("e-bob"),
                Sample.NOW,
                Sample.NOW.plusSeconds(60),
                "a.b.c");
        EvidenceEntry signed = EvidenceEntry.of(EvidenceEntry.Kind.CONFIRMED, assertion, Sample.NOW)
                .withAmount(Sample.PRICE);
        assertThat(signed.assertion()).isEqualTo("a.b.c");
        assertThat(signed.personId()).isEqualTo(Sample.BOB);
    }

    @Test
    void theLargestAndSmallestValuesAreTaken() {
        Instant start = Sample.NOW;
        assertThat(new AbsoluteWindow(start, start.plus(Duration.ofDays(366))).lastClose())
                .isEqualTo(start.plus(Duration.ofDays(366)));
        assertThat(new Place.Circle(Sample.SQUARE, 100_000).radiusMeters()).isEqualTo(100_000);
        assertThat(new LatLng(-90, -180).metersTo(new LatLng(-90, 180))).isCloseTo(0, within(0.001));
        assertThat(new LatLng(90, 180).latitude()).isEqualTo(90);
        mandate(TaskKind.PAYMENT, List.of(new Place.Circle(Sample.SQUARE, 10)), new Money("EUR", 1), 1_000);
        assertThat(contact("x".repeat(80)).displayName().orElseThrow()).hasSize(80);
        refused(TaskError.TEXT_INVALID, () -> contact("x".repeat(81)));
        refused(TaskError.TEXT_INVALID, () -> new Merchant(new MerchantId("bakery"), ""));
        refused(TaskError.TEXT_INVALID, () -> new Site(new SiteId("mall"), ""));
        List<LatLng> ring = new java.util.ArrayList<>(java.util.Collections.nCopies(100, new LatLng(0, 0)));
        assertThat(new Place.Polygon(ring).ring()).hasSize(100);
        ring.add(new LatLng(0, 0));
        refused(TaskError.POLYGON_INVALID, () -> new Place.Polygon(ring));
    }

    @Test
    void moneyIsWithinALimitOfItsOwnCurrencyOnly() {
        assertThat(new Money("EUR", 5).isWithin(new Money("EUR", 5))).isTrue();
        assertThat(new Money("EUR", 6).isWithin(new Money("EUR", 5))).isFalse();
        assertThat(new Money("USD", 5).isWithin(new Money("EUR", 5))).isFalse();
        assertThat(new Money("EUR", 0).isZero()).isTrue();
        assertThat(new Money("EUR", 1).isZero()).isFalse();
        assertThat(new Money("XAU", 1)).as("stored before the rule").hasToString("1 XAU");
    }

    @Test
    void theTwoPeopleOfATaskAreItsParties() {
        var parties = new Parties(Sample.ALICE, Sample.BOB);
        assertThat(parties.includes(Sample.ALICE)).isTrue();
        assertThat(parties.includes(Sample.BOB)).isTrue();
        assertThat(parties.includes(new PersonId("eve"))).isFalse();
    }

    private static Contact contact(String name) {
        return new Contact(new PersonId("bob"), Optional.of(name), Contact.State.MUTUAL);
    }
}
