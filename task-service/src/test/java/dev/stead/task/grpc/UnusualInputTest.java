package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.problem;
import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.AcknowledgeNotificationsRequest;
import dev.stead.task.v1.CollectionPoint;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.ExplainTaskRequest;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Merchant;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.PutMerchantRequest;
import dev.stead.task.v1.PutSiteRequest;
import dev.stead.task.v1.RegisterOrderRequest;
import dev.stead.task.v1.Site;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import dev.stead.type.v1.DayOfWeek;
import dev.stead.type.v1.LatLng;
import dev.stead.type.v1.Money;
import dev.stead.type.v1.RecurringWindow;
import dev.stead.type.v1.TimeWindow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

/** What people in the field sent elsewhere, and other software took: texts, dates, money and cursors at the edge of what there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnusualInputTest {
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

    private static Order.Builder order(String orderId) {
        return Order.newBuilder()
                .setOrderId(orderId)
                .setDescription("Two loaves")
                .setAmount(TaskWorld.money(1_250))
                .setOrderTime(TaskWorld.timestamp(TaskWorld.MORNING));
    }

    private static void register(Order.Builder order) {
        var _ = WORLD.merchant("bakery")
                .registerOrder(RegisterOrderRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setOrder(order)
                        .build());
    }

    private static Task propose(String orderId, Mandate.Builder mandate) {
        return WORLD.phone("alice")
                .proposeTask(WORLD.proposal(orderId, mandate))
                .getTask();
    }

    private static Mandate.Builder payment() {
        return WORLD.mandate(TaskKind.TASK_KIND_PAYMENT);
    }

    private static void nameMerchant(String name) {
        var merchant = Merchant.newBuilder().setMerchantId("butcher").setDisplayName(name);
        var _ = WORLD.operator()
                .putMerchant(PutMerchantRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setMerchant(merchant)
                        .build());
    }

    private static void nameSite(String name) {
        var site = Site.newBuilder().setSiteId("port").setDisplayName(name);
        var _ = WORLD.operator()
                .putSite(PutSiteRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setSite(site)
                        .build());
    }

    /** Every text of the contract that people write and others read on one line. */
    private static final List<Consumer<String>> LINES = List.of(
            text -> WORLD.name("alice", text),
            UnusualInputTest::nameMerchant,
            UnusualInputTest::nameSite,
            text -> register(order("o-2").setDescription(text)),
            text -> register(
                    order("o-2").setCollectionPoint(CollectionPoint.newBuilder().setLabel(text))),
            text -> register(order("o-2")
                    .setCollectionPoint(
                            CollectionPoint.newBuilder().setLabel("Locker").setCollectionCode(text))));

    static Stream<Arguments> unreadable() {
        return Stream.of(0x00, 0x07, 0x0D, 0x7F, 0x85, 0x200B, 0x200E, 0x2028, 0x2029, 0x202E, 0x2067, 0xFEFF)
                .map(point -> arguments("Ann" + Character.toString(point) + "a"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void textsThatDoNotReadAsTheyWereWrittenAreRefused(String text) {
        for (Consumer<String> line : LINES) {
            assertThat(reason(() -> line.accept(text))).isEqualTo("TEXT_INVALID");
        }
        assertThat(reason(() -> propose("o-1", payment().setNote(text)))).isEqualTo("TEXT_INVALID");
    }

    @Test
    void onlyANoteHasSeveralLines() {
        for (Consumer<String> line : LINES) {
            assertThat(reason(() -> line.accept("two\nlines"))).isEqualTo("TEXT_INVALID");
        }
        WORLD.order("o-note", false);
        assertThat(propose("o-note", payment().setNote("two\nlines"))
                        .getMandate()
                        .getNote())
                .isEqualTo("two\nlines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë", "علی\u200Cرضا", "👩\u200D👩\u200D👧", "山田　太郎"})
    void namesOfEveryScriptAreTaken(String name) {
        nameMerchant(name);
    }

    /** A Mac writes é as e and a mark: as it was written, so is it shown; it counts as two characters. */
    @Test
    void aNameIsKeptAsItWasComposed() {
        for (String name : List.of("Rene\u0301e", "Ren\u00E9e")) {
            nameMerchant(name);
            assertThat(WORLD.merchant("butcher")
                            .registerOrder(RegisterOrderRequest.newBuilder()
                                    .setRequestId(TaskWorld.id())
                                    .setOrder(order(name.length() + "-letters"))
                                    .build())
                            .getOrder()
                            .getMerchantName())
                    .isEqualTo(name);
        }
    }

    private static TimeWindow window(String zone, String first, String last) {
        return TimeWindow.newBuilder()
                .setRecurring(RecurringWindow.newBuilder()
                        .setTimeZone(zone)
                        .addAllDays(Stream.of(DayOfWeek.values())
                                .filter(day -> day != DayOfWeek.UNRECOGNIZED && day.getNumber() > 0)
                                .toList())
                        .setOpens("00:00")
                        .setCloses("00:00")
                        .setFirstDate(first)
                        .setLastDate(last))
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+12026-11-27",
                "+300000-01-01",
                "+999999999-12-31",
                "12026-11-27",
                "-2026-11-27",
                "0000-01-01",
                "226-11-27",
                "2026-11-27Z",
                "9999-12-31"
            })
    void datesHaveFourDigitsOfYearAndEndWithTheYear9999(String date) {
        Problem refused = problem(() -> propose("o-1", payment().setWindow(window("UTC", date, date))));
        assertThat(refused.reason()).isEqualTo("WINDOW_INVALID");
        assertThat(refused.message()).containsAnyOf("YYYY-MM-DD", "9999");
    }

    @Test
    void aWindowThatAChangeOfClocksSkipsSaysSo() {
        var skipped = window("Europe/Paris", "2027-03-28", "2027-03-28").toBuilder();
        skipped.getRecurringBuilder().setOpens("02:00").setCloses("03:00");
        assertThat(problem(() -> propose("o-1", payment().setWindow(skipped))).message())
                .contains("change of clocks skips");
    }

    private static Money gold(String code) {
        return Money.newBuilder().setCurrencyCode(code).setMinorUnits(5).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "XAG", "XXX", "XTS", "XDR", "DEM", "VEF", "CHE"})
    void whatNobodyCanPayInIsNoAmount(String code) {
        List<Runnable> uses = List.of(
                () -> register(order("o-3").setAmount(gold(code))),
                () -> register(order("o-3")
                        .setAmount(gold(code))
                        .setCollectionPoint(CollectionPoint.newBuilder().setLabel("Locker"))),
                () -> propose("o-1", payment().setAmountLimit(gold(code))),
                () -> propose(
                        "o-1", payment().addConstraints(Constraint.newBuilder().setTotalLimit(gold(code)))),
                () -> propose(
                        "o-1", payment().addConstraints(Constraint.newBuilder().setApprovalAbove(gold(code)))));
        for (Runnable use : uses) {
            assertThat(reason(use::run)).isEqualTo("CURRENCY_UNKNOWN");
        }
    }

    @Test
    void anOrderOfNothingCanOnlyBeCollected() {
        assertThat(reason(() -> register(order("o-4").setAmount(TaskWorld.money(0)))))
                .isEqualTo("ORDER_INVALID");
        register(order("o-4")
                .setAmount(TaskWorld.money(0))
                .setCollectionPoint(CollectionPoint.newBuilder().setLabel("Locker")));
        assertThat(reason(() -> propose("o-4", payment()))).isEqualTo("ORDER_STATE_FORBIDS");
        assertThat(propose("o-4", WORLD.mandate(TaskKind.TASK_KIND_COLLECTION)).getState())
                .isEqualTo(Task.State.STATE_PROPOSED);
    }

    @Test
    void whatAnOrderLacksIsSaidWhenTheTaskIsProposed() {
        register(order("o-5"));
        assertThat(reason(() -> propose("o-5", WORLD.mandate(TaskKind.TASK_KIND_COLLECTION))))
                .isEqualTo("ORDER_STATE_FORBIDS");
        Money dollars =
                Money.newBuilder().setCurrencyCode("USD").setMinorUnits(5_000).build();
        assertThat(reason(() -> propose("o-5", payment().setAmountLimit(dollars))))
                .isEqualTo("AMOUNT_LIMIT_INVALID");
    }

    @Test
    void aCursorThatDoesNotExistIsRefusedAndSaysWhatToDo() {
        WORLD.order("o-6", false);
        propose("o-6", payment());
        long last = WORLD.notifications("bob", 0, 1).getFirst().getCursor();
        Problem watched = problem(() -> WORLD.notifications("bob", Long.MAX_VALUE, 1));
        assertThat(watched.reason()).isEqualTo("CURSOR_INVALID");
        assertThat(watched.message()).contains("watch with 0");
        assertThat(reason(() -> WORLD.notifications("nobody", 1, 1))).isEqualTo("CURSOR_INVALID");
        Problem acknowledged = problem(() -> WORLD.inbox("bob")
                .acknowledgeNotifications(AcknowledgeNotificationsRequest.newBuilder()
                        .setCursor(Long.MAX_VALUE)
                        .build()));
        assertThat(acknowledged.reason()).isEqualTo("CURSOR_INVALID");
        assertThat(acknowledged.message()).contains("after_cursor 0");
        assertThat(WORLD.notifications("bob", last - 1, 1).getFirst().getCursor())
                .isEqualTo(last);
    }

    @Test
    void allPointsOfAnEdgeAreInside() {
        var mandate = payment().clearPlaces();
        for (double[] corner : new double[][] {{48.0, 2.0}, {48.1, 2.1}, {48.0, 2.2}, {48.0, 2.0}}) {
            ring(mandate).addRing(LatLng.newBuilder().setLatitude(corner[0]).setLongitude(corner[1]));
        }
        Task task = WORLD.ready("o-7", mandate);
        Set<String> told = new HashSet<>();
        for (int k = 0; k < 12; k++) {
            LatLng spot = LatLng.newBuilder()
                    .setLatitude(48.0 + 0.1 * k / 11)
                    .setLongitude(2.0 + 0.1 * k / 11)
                    .build();
            WORLD.putTerminal("t-edge", spot, Terminal.State.STATE_ACTIVE);
            var explained = WORLD.terminal(new Caller.Operator("op"))
                    .explainTask(ExplainTaskRequest.newBuilder()
                            .setTaskId(task.getTaskId())
                            .setTerminalId("t-edge")
                            .build());
            explained.getConditionsList().stream()
                    .filter(condition -> condition.getName().equals("PLACE"))
                    .forEach(condition -> told.add(condition.getExplanation()));
        }
        assertThat(told).containsExactly("inside");
    }

    private static dev.stead.type.v1.Polygon.Builder ring(Mandate.Builder mandate) {
        var place = mandate.getPlacesCount() == 0 ? mandate.addPlacesBuilder() : mandate.getPlacesBuilder(0);
        return place.getPolygonBuilder();
    }
}
