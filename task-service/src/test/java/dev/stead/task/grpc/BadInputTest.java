package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.problem;
import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stead.mesh.Problem;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.AcknowledgeNotificationsRequest;
import dev.stead.task.v1.AddContactRequest;
import dev.stead.task.v1.CollectionPoint;
import dev.stead.task.v1.ListContactsRequest;
import dev.stead.task.v1.ListTasksRequest;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.ProposeTaskRequest;
import dev.stead.task.v1.PutTerminalRequest;
import dev.stead.task.v1.RegisterOrderRequest;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.SetDisplayNameRequest;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import dev.stead.task.v1.WatchNotificationsRequest;
import dev.stead.type.v1.AbsoluteWindow;
import dev.stead.type.v1.DayOfWeek;
import dev.stead.type.v1.LatLng;
import dev.stead.type.v1.Money;
import dev.stead.type.v1.Place;
import dev.stead.type.v1.Polygon;
import dev.stead.type.v1.RecurringWindow;
import dev.stead.type.v1.TimeWindow;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is wrong in itself is refused at the edge, with its reason, and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final TestDatabase DATABASE = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
    private static final TaskWorld WORLD = new TaskWorld(DATABASE.database());

    @BeforeAll
    void settle() {
        WORLD.settle();
        WORLD.order("o-1", false);
    }

    @AfterAll
    void close() {
        WORLD.close();
        DATABASE.close();
    }

    private static RecurringWindow.Builder recurring() {
        return RecurringWindow.newBuilder()
                .setTimeZone("Europe/Paris")
                .addDays(DayOfWeek.DAY_OF_WEEK_MONDAY)
                .setOpens("08:00")
                .setCloses("18:00")
                .setFirstDate("2026-11-01")
                .setLastDate("2026-12-31");
    }

    private static TimeWindow window(Consumer<RecurringWindow.Builder> change) {
        var window = recurring();
        change.accept(window);
        return TimeWindow.newBuilder().setRecurring(window).build();
    }

    private static TimeWindow window(long start, long end) {
        var window = AbsoluteWindow.newBuilder();
        window.getStartTimeBuilder().setSeconds(start);
        window.getEndTimeBuilder().setSeconds(end);
        return TimeWindow.newBuilder().setAbsolute(window).build();
    }

    private static Place circle(double latitude, double longitude, double radius) {
        var place = Place.newBuilder();
        place.getCircleBuilder()
                .setRadiusMeters(radius)
                .getCenterBuilder()
                .setLatitude(latitude)
                .setLongitude(longitude);
        return place.build();
    }

    private static Place polygon(double... degrees) {
        var ring = Polygon.newBuilder();
        for (int i = 0; i < degrees.length; i += 2) {
            ring.addRing(LatLng.newBuilder().setLatitude(degrees[i]).setLongitude(degrees[i + 1]));
        }
        return Place.newBuilder().setPolygon(ring).build();
    }

    private static Money money(String currency, long minorUnits) {
        return Money.newBuilder()
                .setCurrencyCode(currency)
                .setMinorUnits(minorUnits)
                .build();
    }

    private static Arguments mandate(String reason, Consumer<Mandate.Builder> change) {
        return arguments(reason, change);
    }

    private static Arguments place(String reason, Place place) {
        return mandate(reason, m -> m.clearPlaces().addPlaces(place));
    }

    static Stream<Arguments> mandates() {
        long now = TaskWorld.MORNING.getEpochSecond();
        return Stream.of(
                mandate("ENUM_UNKNOWN", m -> m.setKind(TaskKind.TASK_KIND_UNSPECIFIED)),
                mandate("ENUM_UNKNOWN", m -> m.setKindValue(99)),
                mandate("FIELD_MISSING", Mandate.Builder::clearWindow),
                mandate(
                        "FIELD_MISSING",
                        m -> m.getWindowBuilder().getAbsoluteBuilder().clearEndTime()),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(now, now - 1))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(now, now))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(now - 7_200, now - 3_600))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(now, now + 367 * 86_400))),
                mandate("TIME_INVALID", m -> m.setWindow(window(now, Long.MAX_VALUE))),
                mandate("TIME_ZONE_UNKNOWN", m -> m.setWindow(window(w -> w.setTimeZone("Europe/Atlantis")))),
                mandate("TIME_ZONE_UNKNOWN", m -> m.setWindow(window(RecurringWindow.Builder::clearTimeZone))),
                mandate("ENUM_UNKNOWN", m -> m.setWindow(window(w -> w.addDaysValue(8)))),
                mandate("ENUM_UNKNOWN", m -> m.setWindow(window(w -> w.addDays(DayOfWeek.DAY_OF_WEEK_UNSPECIFIED)))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(w -> w.addDays(DayOfWeek.DAY_OF_WEEK_MONDAY)))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(RecurringWindow.Builder::clearDays))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(w -> w.setOpens("24:00")))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(w -> w.setOpens("8:00")))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(w -> w.setLastDate("2026-02-30")))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(w -> w.setLastDate("2026-10-31")))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(w -> w.setLastDate("2028-01-01")))),
                mandate("WINDOW_INVALID", m -> m.setWindow(window(w -> w.setLastDate("2026-11-01")))),
                mandate("PLACES_INVALID", Mandate.Builder::clearPlaces),
                mandate("PLACES_INVALID", m -> m.addAllPlaces(java.util.Collections.nCopies(10, circle(0, 0, 1)))),
                place("FIELD_MISSING", Place.getDefaultInstance()),
                place("LOCATION_INVALID", circle(90.000_001, 0, 100)),
                place("LOCATION_INVALID", circle(0, -180.000_001, 100)),
                place("LOCATION_INVALID", circle(Double.NaN, 0, 100)),
                place("RADIUS_INVALID", circle(0, 0, 0)),
                place("RADIUS_INVALID", circle(0, 0, 100_001)),
                place("POLYGON_INVALID", polygon(0, 0, 0, 1, 1, 1, 1, 0)),
                place("POLYGON_INVALID", polygon(0, 0, 1, 1, 0, 1, 1, 0, 0, 0)),
                place("POLYGON_INVALID", polygon(0, 0, 0, 1, 0, 0)),
                place("POLYGON_INVALID", polygon()),
                place("LOCATION_INVALID", polygon(0, 0, 0, 181, 1, 1, 0, 0)),
                place("SITE_NOT_FOUND", Place.newBuilder().setSiteId("nowhere").build()),
                place("ID_INVALID", Place.newBuilder().setSiteId("no where").build()),
                mandate("AMOUNT_LIMIT_INVALID", Mandate.Builder::clearAmountLimit),
                mandate("AMOUNT_LIMIT_INVALID", m -> m.setAmountLimit(money("EUR", 0))),
                mandate("MONEY_INVALID", m -> m.setAmountLimit(money("EUR", -1))),
                mandate("MONEY_INVALID", m -> m.setAmountLimit(money("EUR", Long.MIN_VALUE))),
                mandate("CURRENCY_UNKNOWN", m -> m.setAmountLimit(money("EURO", 1))),
                mandate("CURRENCY_UNKNOWN", m -> m.setAmountLimit(money("", 1))),
                mandate("AMOUNT_LIMIT_INVALID", m -> m.setKind(TaskKind.TASK_KIND_COLLECTION)),
                mandate("USES_INVALID", m -> m.setMaxUses(-1)),
                mandate("USES_INVALID", m -> m.setMaxUses(1_001)),
                mandate("TEXT_INVALID", m -> m.setNote("x".repeat(501))),
                mandate("TEXT_INVALID", m -> m.setNote("a\u0007b")));
    }

    @ParameterizedTest
    @MethodSource("mandates")
    void badMandatesAreRefused(String reason, Consumer<Mandate.Builder> change) {
        var mandate = WORLD.mandate(TaskKind.TASK_KIND_PAYMENT);
        change.accept(mandate);
        assertThat(reason(() -> WORLD.phone("alice").proposeTask(WORLD.proposal("o-1", mandate))))
                .isEqualTo(reason);
    }

    private static Arguments proposal(String reason, Consumer<ProposeTaskRequest.Builder> change) {
        return arguments(reason, change);
    }

    static Stream<Arguments> proposals() {
        return Stream.of(
                proposal("REQUEST_ID_INVALID", ProposeTaskRequest.Builder::clearRequestId),
                proposal("REQUEST_ID_INVALID", p -> p.setRequestId("1")),
                proposal("FIELD_MISSING", ProposeTaskRequest.Builder::clearMandate),
                proposal("FIELD_MISSING", ProposeTaskRequest.Builder::clearDelegateId),
                proposal("ID_INVALID", p -> p.setDelegateId("b o b")),
                proposal("DELEGATE_IS_DELEGATOR", p -> p.setDelegateId("alice")),
                proposal("NOT_A_CONTACT", p -> p.setDelegateId("carol")),
                proposal("ID_INVALID", ProposeTaskRequest.Builder::clearOrderId),
                proposal("ID_INVALID", p -> p.setMerchantId("bak/ery")),
                proposal("ORDER_NOT_FOUND", p -> p.setOrderId("o-404")),
                proposal("ORDER_NOT_FOUND", p -> p.setMerchantId("butcher")),
                proposal("ASSERTION_INVALID", ProposeTaskRequest.Builder::clearAssertion),
                proposal("ASSERTION_WRONG_PERSON", p -> p.setAssertion(WORLD.matcher.assertion("bob", "phone"))),
                proposal("ASSERTION_WRONG_TERMINAL", p -> p.setAssertion(WORLD.matcher.assertion("alice", "t-near"))));
    }

    @ParameterizedTest
    @MethodSource("proposals")
    void badProposalsAreRefused(String reason, Consumer<ProposeTaskRequest.Builder> change) {
        var proposal = WORLD.proposal("o-1", WORLD.mandate(TaskKind.TASK_KIND_PAYMENT)).toBuilder();
        change.accept(proposal);
        assertThat(reason(() -> WORLD.phone("alice").proposeTask(proposal.build())))
                .isEqualTo(reason);
    }

    private static Arguments order(String reason, Consumer<Order.Builder> change) {
        return arguments(reason, change);
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                order("ID_INVALID", Order.Builder::clearOrderId),
                order("ID_INVALID", o -> o.setOrderId("x".repeat(65))),
                order("TEXT_INVALID", Order.Builder::clearDescription),
                order("TEXT_INVALID", o -> o.setDescription("x".repeat(201))),
                order("MONEY_INVALID", o -> o.setAmount(money("EUR", -5))),
                order("CURRENCY_UNKNOWN", o -> o.setAmount(money("XYZ", 5))),
                order("TEXT_INVALID", o -> o.setCollectionPoint(CollectionPoint.getDefaultInstance())),
                order(
                        "TEXT_INVALID",
                        o -> o.setCollectionPoint(
                                CollectionPoint.newBuilder().setLabel("Locker").setCollectionCode("x".repeat(201)))),
                order("ORDER_INVALID", Order.Builder::clearAmount),
                order("FIELD_MISSING", Order.Builder::clearOrderTime),
                order("TIME_INVALID", o -> o.getOrderTimeBuilder().setNanos(-1)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void badOrdersAreRefused(String reason, Consumer<Order.Builder> change) {
        var order = Order.newBuilder()
                .setOrderId("o-2")
                .setDescription("Two loaves")
                .setAmount(money("EUR", 5))
                .setOrderTime(TaskWorld.timestamp(TaskWorld.MORNING));
        change.accept(order);
        var request = RegisterOrderRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setOrder(order)
                .build();
        assertThat(reason(() -> WORLD.merchant("bakery").registerOrder(request)))
                .isEqualTo(reason);
    }

    @Test
    void ordersNeedAMerchantAndANewId() {
        var request = RegisterOrderRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setOrder(Order.newBuilder()
                        .setOrderId("o-1")
                        .setDescription("Again")
                        .setAmount(money("EUR", 5))
                        .setOrderTime(TaskWorld.timestamp(TaskWorld.MORNING)))
                .build();
        assertThat(reason(() -> WORLD.merchant("bakery").registerOrder(request)))
                .isEqualTo("ORDER_EXISTS");
        assertThat(reason(() -> WORLD.merchant("unheard-of").registerOrder(request)))
                .isEqualTo("MERCHANT_NOT_FOUND");
    }

    private static Arguments terminal(String reason, Consumer<Terminal.Builder> change) {
        return arguments(reason, change);
    }

    static Stream<Arguments> terminals() {
        return Stream.of(
                terminal("ID_INVALID", Terminal.Builder::clearTerminalId),
                terminal("FIELD_MISSING", Terminal.Builder::clearLocation),
                terminal("LOCATION_INVALID", t -> t.getLocationBuilder().setLatitude(91)),
                terminal("ENUM_UNKNOWN", Terminal.Builder::clearState),
                terminal("ENUM_UNKNOWN", t -> t.setStateValue(77)),
                terminal("SITE_NOT_FOUND", t -> t.setSiteId("nowhere")),
                terminal("MERCHANT_NOT_FOUND", t -> t.setMerchantId("nobody")));
    }

    @ParameterizedTest
    @MethodSource("terminals")
    void badTerminalsAreRefused(String reason, Consumer<Terminal.Builder> change) {
        var terminal = Terminal.newBuilder()
                .setTerminalId("t-new")
                .setLocation(TaskWorld.SQUARE)
                .setState(Terminal.State.STATE_ACTIVE);
        change.accept(terminal);
        var request = PutTerminalRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setTerminal(terminal)
                .build();
        assertThat(reason(() -> WORLD.operator().putTerminal(request))).isEqualTo(reason);
    }

    @Test
    void aRetiredTerminalStaysRetired() {
        WORLD.putTerminal("t-old", TaskWorld.SQUARE, Terminal.State.STATE_RETIRED);
        assertThat(reason(() -> WORLD.putTerminal("t-old", TaskWorld.SQUARE, Terminal.State.STATE_ACTIVE)))
                .isEqualTo("TERMINAL_RETIRED");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101, Integer.MIN_VALUE})
    void pageSizesHaveBounds(int size) {
        assertThat(reason(() -> WORLD.phone("alice")
                        .listTasks(ListTasksRequest.newBuilder()
                                .setSide(ListTasksRequest.Side.SIDE_DELEGATE)
                                .setPageSize(size)
                                .build())))
                .isEqualTo("PAGE_SIZE_INVALID");
        assertThat(reason(() -> WORLD.phone("alice")
                        .listContacts(ListContactsRequest.newBuilder()
                                .setPageSize(size)
                                .build())))
                .isEqualTo("PAGE_SIZE_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!!", "dDE6MQ", "YzE6Ym9i", "YzE6bm9ib2R5", "AAAAAAAAAAAAAAAAAAAA"})
    void madeUpPageTokensAreRefused(String token) {
        List<String> reasons = new ArrayList<>();
        reasons.add(reason(() -> WORLD.phone("alice")
                .listTasks(ListTasksRequest.newBuilder()
                        .setSide(ListTasksRequest.Side.SIDE_DELEGATE)
                        .setPageToken(token)
                        .build())));
        reasons.add(reason(() -> WORLD.phone("bob")
                .listContacts(
                        ListContactsRequest.newBuilder().setPageToken(token).build())));
        assertThat(reasons).containsOnly("PAGE_TOKEN_INVALID");
    }

    @Test
    void theRestHasReasonsToo() {
        assertThat(reason(() -> WORLD.phone("alice").listTasks(ListTasksRequest.getDefaultInstance())))
                .isEqualTo("ENUM_UNKNOWN");
        assertThat(reason(() -> WORLD.phone("somebody-without-a-name")
                        .addContact(AddContactRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setContactId("alice")
                                .build())))
                .isEqualTo("DISPLAY_NAME_MISSING");
        assertThat(reason(() -> WORLD.phone("alice")
                        .addContact(AddContactRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setContactId("alice")
                                .build())))
                .isEqualTo("CONTACT_IS_SELF");
        assertThat(reason(() -> WORLD.phone("alice")
                        .setDisplayName(SetDisplayNameRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setDisplayName(" ")
                                .build())))
                .isEqualTo("TEXT_INVALID");
        assertThat(reason(() -> WORLD.inbox("alice")
                        .acknowledgeNotifications(AcknowledgeNotificationsRequest.newBuilder()
                                .setCursor(1_000)
                                .build())))
                .isEqualTo("CURSOR_INVALID");
        assertThat(reason(() -> WORLD.inbox("alice")
                        .watchNotifications(WatchNotificationsRequest.newBuilder()
                                .setAfterCursor(-1)
                                .build())
                        .hasNext()))
                .isEqualTo("CURSOR_INVALID");
        assertThat(reason(() -> WORLD.terminal("t-near")
                        .reportCollection(ReportCollectionRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setOutcomeValue(9)
                                .build())))
                .isEqualTo("ENUM_UNKNOWN");
        assertThat(reason(() -> WORLD.findable("t-unregistered"))).isEqualTo("TERMINAL_NOT_FOUND");
    }

    @Test
    void aNameMustBeSetBeforeAnythingIsProposed() {
        var request = WORLD.proposal("o-1", WORLD.mandate(TaskKind.TASK_KIND_PAYMENT)).toBuilder()
                .setAssertion(WORLD.matcher.assertion("dave", "phone"))
                .build();
        Problem problem = problem(() -> WORLD.phone("dave").proposeTask(request));
        assertThat(problem.reason()).isEqualTo("DISPLAY_NAME_MISSING");
        assertThat(problem.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }
}
