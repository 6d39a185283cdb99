package dev.stead.standalone;

import dev.stead.mesh.time.IdGenerator;
import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Notification.Kind;
import dev.stead.task.v1.Task;
import dev.stead.terminal.Confirmation;
import dev.stead.terminal.Identification;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.CapturedSample;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What must be refused, and of what the two people are notified then. */
final class Refusals {
    private static final long TOO_MUCH_CENTS = 25_000;
    private static final long BAGUETTES_CENTS = 260;

    private final DemoReport report;
    private final DemoScenario scenario;
    private final Person ada;
    private final Person ben;
    private final SteadTerminal terminal;

    Refusals(DemoReport report, DemoScenario scenario, Person ada, Person ben, SteadTerminal terminal) {
        this.report = report;
        this.scenario = scenario;
        this.ada = ada;
        this.ben = ben;
        this.terminal = terminal;
    }

    void stranger(CapturedSample stranger) throws Exception {
        report.step(
                "A stranger looks at the camera",
                () -> {
                    Identification identification = terminal.identify(List.of(stranger));
                    DemoReport.require(
                            identification instanceof Identification.NotIdentified,
                            "expected a stranger, not an enrolled person");
                    return identification;
                },
                notIdentified -> "not identified");
    }

    /** Leaves a task open whose order costs more than the delegate has. */
    void farAwayAndTooExpensive(SteadTerminal farTerminal, CapturedSample benAtTerminal) throws Exception {
        Task expensive = acceptedPayment("order-expensive", "Wedding cake", TOO_MUCH_CENTS);
        report.step(
                "Ben at a terminal 2 km away",
                () -> {
                    SignedAssertion farAway = Journey.identified(farTerminal.identify(List.of(benAtTerminal)));
                    return Journey.exactly(0, farTerminal.findTasks(farAway));
                },
                none -> "identified, no task");
        SignedAssertion assertion = Journey.identified(terminal.identify(List.of(benAtTerminal)));
        report.step(
                "Ben's account has too little money: the payment fails",
                () -> {
                    Confirmation confirmation = terminal.confirm(assertion, expensive.getTaskId());
                    DemoReport.require(
                            confirmation instanceof Confirmation.Failed, "expected a failure, not " + confirmation);
                    return (Confirmation.Failed) confirmation;
                },
                failed -> failed.execution().getFailureReason());
        report.step(
                "Both phones are notified why; the task is ready again",
                () -> {
                    Task failed = ada.notified(Kind.KIND_EXECUTION_FAILED, expensive.getTaskId());
                    ben.notified(Kind.KIND_EXECUTION_FAILED, expensive.getTaskId());
                    DemoReport.require(
                            failed.getState() == Task.State.STATE_READY,
                            "expected a task that is ready, not " + failed.getState());
                    return failed;
                },
                task -> task.getLastExecution().getFailureReason() + ", " + DemoScenario.format(task.getState()));
    }

    void confirmedTwice(CapturedSample benAtTerminal, IdGenerator ids, OperatorClient operator) throws Exception {
        String taskId =
                acceptedPayment("order-twice", "Two baguettes", BAGUETTES_CENTS).getTaskId();
        SignedAssertion assertion = Journey.identified(terminal.identify(List.of(benAtTerminal)));
        long before = shopCents(operator);
        UUID requestId = ids.nextUuid();
        report.step(
                "The same confirmation, twice at once and once more",
                () -> {
                    var first = CompletableFuture.supplyAsync(() -> terminal.confirm(requestId, assertion, taskId));
                    var second = CompletableFuture.supplyAsync(() -> terminal.confirm(requestId, assertion, taskId));
                    Confirmation.Done done = Journey.done(first.get());
                    DemoReport.require(done.equals(second.get()), "expected equal outcomes of the concurrent requests");
                    DemoReport.require(
                            done.equals(terminal.confirm(requestId, assertion, taskId)),
                            "expected the same outcome of the repeated request");
                    long moved = shopCents(operator) - before;
                    DemoReport.require(
                            moved == BAGUETTES_CENTS,
                            "expected the shop to get " + BAGUETTES_CENTS + " cents, not " + moved);
                    return done;
                },
                done -> "one settlement, three equal outcomes");
        report.step(
                "A new confirmation of the finished task",
                () -> {
                    Confirmation confirmation = terminal.confirm(assertion, taskId);
                    DemoReport.require(
                            confirmation instanceof Confirmation.Refused, "expected a refusal, not " + confirmation);
                    return (Confirmation.Refused) confirmation;
                },
                Confirmation.Refused::reason);
    }

    void afterTheWindow(MovableClock clock, CapturedSample benAtTerminal) throws Exception {
        Task late = acceptedPayment("order-late", "Croissants", 480);
        clock.moveForward(DemoScenario.WINDOW.plus(Duration.ofMinutes(1)));
        report.step(
                "Ben after the window has closed (clock moved by 2 h)",
                () -> {
                    SignedAssertion assertion = Journey.identified(terminal.identify(List.of(benAtTerminal)));
                    List<EligibleTask> found = terminal.findTasks(assertion);
                    return Journey.exactly(0, found);
                },
                none -> "identified, no task");
        report.step(
                "Both phones are notified that the task expired",
                () -> List.of(
                        ada.notified(Kind.KIND_EXPIRED, late.getTaskId()),
                        ben.notified(Kind.KIND_EXPIRED, late.getTaskId())),
                expired -> DemoScenario.format(expired.getFirst().getState()));
    }

    private Task acceptedPayment(String orderId, String description, long cents) {
        scenario.registerOrder(orderId, description, cents);
        Task task = ada.propose(scenario.toPay(orderId, cents, ""));
        return ben.accept(task.getTaskId());
    }

    private static long shopCents(OperatorClient operator) {
        return operator.account(DemoScenario.SHOP).getAvailable().getMinorUnits();
    }
}
