package dev.stead.standalone;

import dev.stead.task.v1.CollectionPoint;
import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Notification.Kind;
import dev.stead.task.v1.Task;
import dev.stead.terminal.Confirmation;
import dev.stead.terminal.Identification;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.CapturedSample;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What must work: a payment and a collection, from the delegator's phone through a terminal to both phones. */
final class Journey {
    private static final CollectionPoint LOCKER = CollectionPoint.newBuilder()
            .setLabel("Locker 14, entrance hall")
            .setCollectionCode("7391")
            .build();
    private static final long PRICE_CENTS = 2450;

    private final DemoReport report;
    private final DemoScenario scenario;
    private final Person ada;
    private final Person ben;
    private final SteadTerminal terminal;

    Journey(DemoReport report, DemoScenario scenario, Person ada, Person ben, SteadTerminal terminal) {
        this.report = report;
        this.scenario = scenario;
        this.ada = ada;
        this.ben = ben;
        this.terminal = terminal;
    }

    void run(CapturedSample benAtTerminal) throws Exception {
        report.section("The journey");
        scenario.registerOrder("order-1", "Birthday cake, 12 slices", PRICE_CENTS);
        scenario.registerParcel("parcel-1", "Parcel from Lyon", LOCKER);
        Task payment = report.step(
                "Ada's phone verifies her; she asks Ben to pay an order",
                () -> ada.propose(scenario.toPay("order-1", 3000, "Please pay for the cake, the party is at six.")),
                task -> DemoScenario.format(task.getState()));
        Task collection = report.step(
                "... and to collect a parcel",
                () -> ada.propose(scenario.toCollect("parcel-1", "The parcel is for Mum.")),
                task -> DemoScenario.format(task.getState()));
        report.step(
                "Ben's phone is notified of both",
                () -> List.of(
                        ben.notified(Kind.KIND_PROPOSED, payment.getTaskId()),
                        ben.notified(Kind.KIND_PROPOSED, collection.getTaskId())),
                proposed -> proposed.size() + " proposals from " + DemoScenario.DELEGATOR);
        report.step(
                "Ben's phone verifies him; he accepts both",
                () -> List.of(ben.accept(payment.getTaskId()), ben.accept(collection.getTaskId())),
                accepted -> DemoScenario.format(accepted.getFirst().getState()));
        report.step(
                "Ada's phone is notified",
                () -> List.of(
                        ada.notified(Kind.KIND_ACCEPTED, payment.getTaskId()),
                        ada.notified(Kind.KIND_ACCEPTED, collection.getTaskId())),
                accepted -> "both accepted");

        SignedAssertion assertion = report.step(
                "Ben looks at the camera of the shop's terminal",
                () -> unreadable(identified(terminal.identify(List.of(benAtTerminal)))),
                signed ->
                        "identified (from another picture than the enrolled one); the terminal cannot read who it is");
        List<EligibleTask> tasks = report.step(
                "The terminal finds what he may do here and now",
                () -> exactly(2, terminal.findTasks(assertion)),
                found -> found.size() + " tasks");
        tasks.forEach(task -> report.note(describe(task)));
        pay(assertion, payment.getTaskId());
        collect(benAtTerminal, collection.getTaskId());
    }

    private void pay(SignedAssertion assertion, String taskId) throws Exception {
        report.step(
                "Ben confirms the payment; money moves once",
                () -> done(terminal.confirm(assertion, taskId)),
                done -> DemoScenario.format(done.execution().getAmount()) + " paid");
        bothNotifiedOfSuccess(taskId);
    }

    private void collect(CapturedSample benAtTerminal, String taskId) throws Exception {
        Confirmation.Collect collecting = report.step(
                "Ben looks again and confirms the collection; the terminal shows the place",
                () -> {
                    SignedAssertion assertion = identified(terminal.identify(List.of(benAtTerminal)));
                    Confirmation confirmation = terminal.confirm(assertion, taskId);
                    DemoReport.require(
                            confirmation instanceof Confirmation.Collect,
                            "expected a collection point, not " + confirmation);
                    return (Confirmation.Collect) confirmation;
                },
                shown -> shown.execution().getCollectionPoint().getLabel());
        DemoReport.require(
                LOCKER.equals(collecting.execution().getCollectionPoint()),
                "expected the merchant's collection point, not another one");
        report.step(
                "The terminal reports that he collected it",
                () -> done(terminal.reportCollection(collecting.execution().getExecutionId(), true)),
                done -> DemoScenario.format(done.execution().getState()));
        bothNotifiedOfSuccess(taskId);
    }

    private void bothNotifiedOfSuccess(String taskId) throws Exception {
        report.step(
                "Both phones are notified of the outcome",
                () -> List.of(ada.notified(Kind.KIND_SUCCEEDED, taskId), ben.notified(Kind.KIND_SUCCEEDED, taskId)),
                succeeded -> DemoScenario.format(succeeded.getFirst().getState()));
    }

    static SignedAssertion identified(Identification identification) {
        return switch (identification) {
            case Identification.Identified(SignedAssertion assertion) -> assertion;
            case Identification.Ambiguous() ->
                throw new DemoReport.UnexpectedOutcomeException("expected an identified person, not an ambiguous one");
            case Identification.NotIdentified() ->
                throw new DemoReport.UnexpectedOutcomeException("expected an identified person, not an unknown one");
        };
    }

    /** Every part of an assertion that is only signed can be decoded by whoever passes it on. */
    private static SignedAssertion unreadable(SignedAssertion assertion) {
        for (String part : assertion.jws().split("\\.", -1)) {
            String decoded = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.ISO_8859_1);
            DemoReport.require(!decoded.contains("\"sub\""), "expected an assertion that the terminal cannot read");
        }
        return assertion;
    }

    static Confirmation.Done done(Confirmation confirmation) {
        DemoReport.require(
                confirmation instanceof Confirmation.Done, "expected a task that is done, not " + confirmation);
        return (Confirmation.Done) confirmation;
    }

    static List<EligibleTask> exactly(int expected, List<EligibleTask> found) {
        DemoReport.require(found.size() == expected, "expected " + expected + " tasks, not " + found.size());
        return found;
    }

    private static String describe(EligibleTask task) {
        String what = switch (task.getKind()) {
            case TASK_KIND_PAYMENT -> "pay " + DemoScenario.format(task.getAmount()) + " for";
            case TASK_KIND_COLLECTION -> "collect";
            case TASK_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new DemoReport.UnexpectedOutcomeException("expected a task of a known kind");
        };
        return String.format(
                Locale.ROOT,
                "- %s \"%s\" at %s, in the stead of %s; within %.0f m, for %d min; \"%s\"",
                what,
                task.getOrderDescription(),
                task.getMerchantName(),
                task.getDelegatorName(),
                task.getRequirements().getPlaces(0).getCircle().getRadiusMeters(),
                DemoScenario.WINDOW.toMinutes(),
                task.getRequirements().getNote());
    }
}
