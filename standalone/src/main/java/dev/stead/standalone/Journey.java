package dev.stead.standalone;

import dev.stead.task.v1.CollectionPoint;
import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Notification.Kind;
import dev.stead.task.v1.Task;
import dev.stead.terminal.Assertion;
import dev.stead.terminal.Confirmation;
import dev.stead.terminal.Identification;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.CapturedSample;
import java.util.List;

/** What must work: two tasks, from one person's phone over a terminal to both phones. */
final class Journey {
    private static final CollectionPoint LOCKER = CollectionPoint.newBuilder()
            .setLabel("Locker 14, entrance hall")
            .setCollectionCode("7391")
            .build();
    private static final long PRICE_CENTS = 2450;

    private final DemoReport report;
    private final DemoScenario town;
    private final Person ada;
    private final Person ben;
    private final SteadTerminal terminal;

    Journey(DemoReport report, DemoScenario town, Person ada, Person ben, SteadTerminal terminal) {
        this.report = report;
        this.town = town;
        this.ada = ada;
        this.ben = ben;
        this.terminal = terminal;
    }

    void play(CapturedSample benAtTheTerminal) throws Exception {
        report.act("The journey");
        town.registerOrder("order-1", "Birthday cake, 12 slices", PRICE_CENTS);
        town.registerParcel("parcel-1", "Parcel from Lyon", LOCKER);
        Task pay = report.step(
                "Ada's phone knows her; she asks Ben to pay an order",
                () -> ada.propose(town.toPay("order-1", 3000, "Please pay the cake, the party is at six.")),
                task -> DemoScenario.shown(task.getState()));
        Task collect = report.step(
                "... and to collect a parcel",
                () -> ada.propose(town.toCollect("parcel-1", "The parcel is for Mum.")),
                task -> DemoScenario.shown(task.getState()));
        report.step(
                "Ben's phone is told of both",
                () -> List.of(
                        ben.told(Kind.KIND_PROPOSED, pay.getTaskId()),
                        ben.told(Kind.KIND_PROPOSED, collect.getTaskId())),
                told -> told.size() + " requests from " + DemoScenario.DELEGATOR);
        report.step(
                "Ben's phone knows him; he accepts both",
                () -> List.of(ben.accept(pay.getTaskId()), ben.accept(collect.getTaskId())),
                accepted -> DemoScenario.shown(accepted.getFirst().getState()));
        report.step(
                "Ada's phone is told",
                () -> List.of(
                        ada.told(Kind.KIND_ACCEPTED, pay.getTaskId()),
                        ada.told(Kind.KIND_ACCEPTED, collect.getTaskId())),
                told -> "both accepted");

        Assertion assertion = report.step(
                "Ben looks at the camera of the shop's terminal",
                () -> recognised(terminal.identify(List.of(benAtTheTerminal))),
                signed -> "recognised (another picture than the enrolled one)");
        List<EligibleTask> tasks = report.step(
                "The terminal shows what he may do here and now",
                () -> exactly(2, terminal.findTasks(assertion)),
                found -> found.size() + " tasks");
        tasks.forEach(task -> report.note(described(task)));
        pay(assertion, pay.getTaskId());
        collect(assertion, collect.getTaskId());
    }

    private void pay(Assertion assertion, String taskId) throws Exception {
        report.step(
                "He confirms the payment: money moves once",
                () -> done(terminal.confirm(assertion, taskId)),
                done -> DemoScenario.shown(done.execution().getAmount()) + " paid");
        report.step(
                "Both phones have the result",
                () -> List.of(ada.told(Kind.KIND_SUCCEEDED, taskId), ben.told(Kind.KIND_SUCCEEDED, taskId)),
                told -> DemoScenario.shown(told.getFirst().getState()));
    }

    private void collect(Assertion assertion, String taskId) throws Exception {
        Confirmation.Collect collecting = report.step(
                "He confirms the collection: the place is shown",
                () -> {
                    Confirmation answer = terminal.confirm(assertion, taskId);
                    DemoReport.require(answer instanceof Confirmation.Collect, "the place was not shown: " + answer);
                    return (Confirmation.Collect) answer;
                },
                shown -> shown.execution().getCollectionPoint().getLabel());
        DemoReport.require(
                LOCKER.equals(collecting.execution().getCollectionPoint()), "another place than the merchant's");
        report.step(
                "The terminal reports it collected",
                () -> done(terminal.reportCollection(collecting.execution().getExecutionId(), true)),
                done -> DemoScenario.shown(done.execution().getState()));
        report.step(
                "Both phones have the result",
                () -> List.of(ada.told(Kind.KIND_SUCCEEDED, taskId), ben.told(Kind.KIND_SUCCEEDED, taskId)),
                told -> DemoScenario.shown(told.getFirst().getState()));
    }

    static Assertion recognised(Identification who) {
        return switch (who) {
            case Identification.Identified(Assertion assertion) -> assertion;
            case Identification.Ambiguous() -> throw new DemoReport.Broken("ambiguous");
            case Identification.NotIdentified() -> throw new DemoReport.Broken("nobody");
        };
    }

    static Confirmation.Done done(Confirmation answer) {
        DemoReport.require(answer instanceof Confirmation.Done, "not done: " + answer);
        return (Confirmation.Done) answer;
    }

    static List<EligibleTask> exactly(int expected, List<EligibleTask> found) {
        DemoReport.require(found.size() == expected, expected + " tasks expected, " + found.size() + " found");
        return found;
    }

    private static String described(EligibleTask task) {
        String what = switch (task.getKind()) {
            case TASK_KIND_PAYMENT -> "pay " + DemoScenario.shown(task.getAmount()) + " for";
            case TASK_KIND_COLLECTION -> "collect";
            case TASK_KIND_UNSPECIFIED, UNRECOGNIZED -> throw new DemoReport.Broken("a task without a kind");
        };
        return "- %s \"%s\" at %s, in the stead of %s; within %.0f m, for %d min; \"%s\""
                .formatted(
                        what,
                        task.getOrderDescription(),
                        task.getMerchantName(),
                        task.getDelegatorName(),
                        task.getRequirements().getPlaces(0).getCircle().getRadiusMeters(),
                        DemoScenario.WINDOW.toMinutes(),
                        task.getRequirements().getNote());
    }
}
