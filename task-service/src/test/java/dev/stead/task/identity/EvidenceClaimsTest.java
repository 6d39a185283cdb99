package dev.stead.task.identity;

import static dev.stead.task.domain.Sample.ALICE;
import static dev.stead.task.domain.Sample.BOB;
import static dev.stead.task.domain.Sample.LOCKER;
import static dev.stead.task.domain.Sample.ORDER;
import static dev.stead.task.domain.Sample.PRICE;
import static dev.stead.task.domain.Sample.SQUARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.evidence.Evidence;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.evidence.EvidenceEntry.Detail;
import dev.stead.task.domain.evidence.EvidenceEntry.Kind;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Period;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole claim, against files that hold it: what is not in them is not said, and what is in them is what a dispute is decided by. */
class EvidenceClaimsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00.123456Z");
    private static final TerminalId TERMINAL = new TerminalId("t-1");
    private static final Detail NOTHING = new Detail(null, null, null);

    @Test
    void saysAllOfATaskOfPaymentsWithEveryKindOfPlaceAndConstraint() throws Exception {
        var settlement = new SettlementReference("s-1");
        List<EvidenceEntry> acts = List.of(
                entry(Kind.PROPOSED, ALICE, 0, NOTHING, "proposed.by.alice"),
                entry(Kind.ACCEPTED, BOB, 1, NOTHING, "accepted.by.bob"),
                entry(Kind.APPROVED, BOB, 2, new Detail(null, null, PRICE), "approved.by.bob"),
                entry(Kind.CONFIRMED, BOB, 3, new Detail(TERMINAL, new ExecutionId("e-1"), PRICE), "confirmed.by.bob"),
                EvidenceEntry.of(Kind.REVOKED, ALICE, NOW.plusSeconds(4)));
        var order = new Order(ORDER, "Two loaves", PRICE, LOCKER, NOW, Order.State.PAID, null, "grocery");

        assertClaims(
                "evidence-of-payments.json",
                new Evidence(
                        view(payments(), order, new Progress(TaskState.READY, 2, 1, null, NOW, NOW, 7, false, null)),
                        acts,
                        executions(
                                new Execution.Paid(PRICE, settlement),
                                new Execution.Refused(PRICE, new SettlementReference("s-2"), "INSUFFICIENT_FUNDS"),
                                new Execution.Refused(PRICE, null, "NO_ACCOUNT"),
                                new Execution.Settling(PRICE)),
                        NOW));
    }

    @Test
    void saysAllOfATaskOfCollectionsAndLeavesOutWhatIsAbsent() throws Exception {
        var mandate = new Mandate(
                TaskKind.COLLECTION,
                new AbsoluteWindow(NOW, NOW.plusSeconds(3_600)),
                List.of(new Place.NamedSite(new SiteId("mall"))),
                null,
                1,
                "",
                List.of());
        var order = new Order(ORDER, "Two loaves", null, LOCKER, NOW, Order.State.OPEN, null, "");

        assertClaims(
                "evidence-of-collections.json",
                new Evidence(
                        view(mandate, order, new Progress(TaskState.EXECUTING, 0, 0, null, NOW, NOW, 3, false, null)),
                        List.of(EvidenceEntry.of(Kind.DECLINED, BOB, NOW)),
                        executions(
                                new Execution.NotCollected(LOCKER),
                                new Execution.Collected(LOCKER),
                                new Execution.Collecting(LOCKER)),
                        NOW));
    }

    private static Mandate payments() {
        var hours =
                new WeeklyHours(Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(6, 30));
        var window = new RecurringWindow(
                ZoneId.of("America/Argentina/Buenos_Aires"),
                hours,
                LocalDate.parse("2026-11-01"),
                LocalDate.parse("2027-10-31"));
        var corner = new LatLng(-1.5, 179.5);
        List<Place> places = List.of(
                new Place.Circle(SQUARE, 150.5),
                new Place.Polygon(List.of(corner, new LatLng(0.25, -179.5), new LatLng(1, 3), corner)),
                new Place.NamedSite(new SiteId("mall")));
        List<Constraint> constraints = List.of(
                new Constraint.TotalLimit(euros(5_000)),
                new Constraint.PeriodLimit(Period.WEEK, ZoneId.of("Europe/Paris"), euros(3_000), 3),
                new Constraint.PeriodLimit(Period.DAY, ZoneId.of("UTC"), null, 2),
                new Constraint.AllowedMerchants(Set.of(new MerchantId("kiosk"), new MerchantId("bakery"))),
                new Constraint.AllowedOrderKinds(Set.of("grocery", "books")),
                new Constraint.ApprovalAbove(euros(1_000)),
                new Constraint.NotBefore(Instant.parse("2026-11-23T10:00:00Z")),
                new Constraint.Unknown("something newer"));
        return new Mandate(TaskKind.PAYMENT, window, places, euros(2_000), 10, "Danke!", constraints);
    }

    private static TaskView view(Mandate mandate, Order order, Progress progress) {
        var task = new Task(new TaskId("task-1"), new Parties(ALICE, BOB), ORDER, mandate, progress);
        return new TaskView(task, order, "Bakery", null);
    }

    private static EvidenceEntry entry(Kind kind, PersonId person, int second, Detail detail, String assertion) {
        return new EvidenceEntry(kind, person, NOW.plusSeconds(second), detail, assertion, null);
    }

    private static List<Execution> executions(Execution.Outcome... outcomes) {
        List<Execution> executions = new ArrayList<>();
        for (Execution.Outcome outcome : outcomes) {
            var id = new ExecutionId("e-" + (executions.size() + 1));
            executions.add(new Execution(id, new TaskId("task-1"), TERMINAL, outcome, NOW, NOW.plusSeconds(5)));
        }
        return executions;
    }

    private static Money euros(long cents) {
        return new Money("EUR", cents);
    }

    private static void assertClaims(String file, Evidence evidence) throws Exception {
        Map<String, Object> said = JSONObjectUtils.parse(JSONObjectUtils.toJSONString(EvidenceClaims.of(evidence)));
        try (InputStream golden = EvidenceClaimsTest.class.getResourceAsStream(file)) {
            assertThat(golden).as(file).isNotNull();
            assertThat(said)
                    .isEqualTo(JSONObjectUtils.parse(new String(golden.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }
}
