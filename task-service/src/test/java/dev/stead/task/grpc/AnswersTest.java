package dev.stead.task.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.stead.mesh.testing.UnsetFields;
import dev.stead.task.application.FindTasks.Eligible;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Period;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.Notification.Change;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every field of every answer, each with a value of its own, against golden files: one that took its neighbour's shows. */
class AnswersTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final ExecutionId EXECUTION = new ExecutionId("execution-1");
    private static final CollectionPoint POINT = new CollectionPoint("Locker 14", "4711");
    private static final SettlementReference SETTLEMENT = new SettlementReference("settlement-1");

    private static Instant at(int minute) {
        return Instant.parse("2026-11-23T09:00:00.000001Z").plusSeconds(60L * minute);
    }

    private static Money euros(long cents) {
        return new Money("EUR", cents);
    }

    private static Execution execution(Execution.Outcome outcome) {
        return new Execution(EXECUTION, TASK, new TerminalId("terminal-1"), outcome, at(11), at(12));
    }

    private static Order order() {
        return new Order(
                new OrderKey(new MerchantId("merchant-1"), new OrderId("order-1")),
                "Two loaves",
                euros(77),
                POINT,
                at(1),
                Order.State.PAID,
                new ExecutionId("holder"),
                "grocery");
    }

    private static Mandate mandate() {
        var hours = new WeeklyHours(
                Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
                LocalTime.of(22, 0),
                LocalTime.of(6, 30));
        var window = new RecurringWindow(
                ZoneId.of("Europe/Paris"), hours, LocalDate.parse("2026-11-01"), LocalDate.parse("2027-10-31"));
        var corner = new LatLng(-1.5, 179.5);
        List<Place> places = List.of(
                new Place.Circle(new LatLng(48.5, 2.25), 150.5),
                new Place.Polygon(List.of(corner, new LatLng(0.25, -179.5), new LatLng(1, 3), corner)),
                new Place.NamedSite(new SiteId("site-1")));
        List<Constraint> constraints = List.of(
                new Constraint.TotalLimit(euros(81)),
                new Constraint.PeriodLimit(Period.WEEK, ZoneId.of("America/Lima"), euros(82), 3),
                new Constraint.PeriodLimit(Period.DAY, ZoneId.of("UTC"), null, 4),
                new Constraint.PeriodLimit(Period.MONTH, ZoneId.of("UTC"), euros(83), 0),
                new Constraint.AllowedMerchants(Set.of(new MerchantId("merchant-1"), new MerchantId("kiosk"))),
                new Constraint.AllowedOrderKinds(Set.of("grocery", "books")),
                new Constraint.ApprovalAbove(euros(84)),
                new Constraint.NotBefore(at(2)));
        return new Mandate(TaskKind.PAYMENT, window, places, euros(85), 9, "Danke!", constraints);
    }

    private static TaskView view() {
        var progress = new Progress(TaskState.EXECUTING, 5, 6, EXECUTION, at(3), at(4), 7, true, null);
        var parties = new Parties(new PersonId("delegator-1"), new PersonId("delegate-1"));
        var task = new Task(TASK, parties, order().key(), mandate(), progress);
        return new TaskView(
                task, order(), "Bakery", execution(new Execution.Refused(euros(86), SETTLEMENT, "NO_MONEY")));
    }

    @Test
    void aNotificationIsPostedWithAllOfItsTaskAndWithoutTheCollectionPoint() throws Exception {
        var notification = new Notification(13, NotificationKind.EXECUTION_FAILED, new Change.OfTask(view()), at(14));
        String posted = NotificationJson.write(new PersonId("reader-1"), notification);

        assertGolden("webhook-delivery.json", posted);
        assertThat(posted).as("where it is kept is for the terminal").doesNotContain("4711");
        assertThat(UnsetFields.of(TaskProto.write(notification)))
                .as("what only other outcomes have, and a lower bound or an upper of a period")
                .containsExactly(
                        "passkey",
                        "task.last_execution.amount",
                        "task.last_execution.collection_point",
                        "task.mandate.constraints[2].period_limit.amount_limit",
                        "task.mandate.constraints[3].period_limit.max_uses",
                        "task.order.collection_point");
    }

    @Test
    void aTerminalIsShownAllThatItNeedsAndNobodysId() throws Exception {
        var eligible = TaskProto.write(new Eligible(view(), "Alice", at(15), true));

        assertGolden("eligible-task.json", json(eligible));
        assertThat(json(eligible)).doesNotContain("delegator-1").doesNotContain("delegate-1");
        assertThat(UnsetFields.of(eligible))
                .containsExactly(
                        "requirements.constraints[2].period_limit.amount_limit",
                        "requirements.constraints[3].period_limit.max_uses");
    }

    @Test
    void everyOutcomeIsShownWithWhatItHas() throws Exception {
        List<Execution.Outcome> outcomes = List.of(
                new Execution.Settling(euros(91)),
                new Execution.Paid(euros(92), SETTLEMENT),
                new Execution.Refused(euros(93), SETTLEMENT, "NO_MONEY"),
                new Execution.Refused(euros(94), null, "NO_ACCOUNT"),
                new Execution.Collecting(POINT),
                new Execution.Collected(POINT),
                new Execution.NotCollected(POINT));
        var all = new StringBuilder("{\"executions\": [");
        for (Execution.Outcome outcome : outcomes) {
            all.append(all.charAt(all.length() - 1) == '[' ? "" : ", ")
                    .append(json(ExecutionProto.write(execution(outcome))));
        }

        assertGolden("executions.json", all.append("]}").toString());
    }

    @Test
    void aMerchantIsShownItsOrderWithTheCollectionPoint() throws Exception {
        var shown = OrderProto.write(order(), "Bakery");

        assertGolden("order.json", json(shown));
        assertThat(UnsetFields.of(shown)).isEmpty();
        assertThat(OrderProto.read(new MerchantId("merchant-1"), shown, true))
                .isEqualTo(new Order(
                        order().key(), "Two loaves", euros(77), POINT, at(1), Order.State.PAID, null, "grocery"));
    }

    @Test
    void aTerminalOfTheRegisterIsReadAsItIsShown() throws Exception {
        var terminal = new Terminal(
                new TerminalId("terminal-1"),
                new LatLng(48.5, 2.25),
                new SiteId("site-1"),
                new MerchantId("merchant-1"),
                Terminal.State.RETIRED);
        var shown = RegistryProto.write(terminal);

        assertGolden("terminal.json", json(shown));
        assertThat(UnsetFields.of(shown)).isEmpty();
        assertThat(RegistryProto.read(shown)).isEqualTo(terminal);
    }

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void aStateHasItsOwnNameInTheContract(TaskState state) {
        var progress = new Progress(state, 0, 0, null, at(0), at(0), 1, true, null);
        var task = new Task(TASK, view().task().parties(), order().key(), mandate(), progress);
        var shown = TaskProto.write(new TaskView(task, order(), "Bakery", null));

        assertThat(shown.getState().name()).isEqualTo("STATE_" + state);
        assertThat(shown.getRevokePending())
                .as("what has ended is not about to be revoked")
                .isEqualTo(!state.isFinal());
    }

    @ParameterizedTest
    @EnumSource(NotificationKind.class)
    void aKindOfNotificationHasItsOwnNameInTheContract(NotificationKind kind) {
        assertThat(TaskProto.write(new Notification(1, kind, new Change.OfTask(view()), at(0)))
                        .getKind()
                        .name())
                .isEqualTo("KIND_" + kind);
    }

    @ParameterizedTest
    @EnumSource(Order.State.class)
    void aStateOfAnOrderHasItsOwnNameInTheContract(Order.State state) {
        assertThat(OrderProto.write(state).name()).isEqualTo("STATE_" + state);
    }

    @ParameterizedTest
    @EnumSource(Terminal.State.class)
    void aStateOfATerminalHasItsOwnNameInTheContract(Terminal.State state) {
        var terminal = new Terminal(new TerminalId("t"), new LatLng(1, 2), null, null, state);
        assertThat(RegistryProto.write(terminal).getState().name()).isEqualTo("STATE_" + state);
        assertThat(RegistryProto.read(RegistryProto.write(terminal))).isEqualTo(terminal);
    }

    private static String json(Message message) throws InvalidProtocolBufferException {
        return JsonFormat.printer().preservingProtoFieldNames().print(message);
    }

    private static void assertGolden(String file, String json) throws IOException, ParseException {
        try (InputStream golden = AnswersTest.class.getResourceAsStream(file)) {
            assertThat(golden).as(file + " for " + json).isNotNull();
            Map<String, Object> expected =
                    JSONObjectUtils.parse(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(JSONObjectUtils.parse(json)).isEqualTo(expected);
        }
    }
}
