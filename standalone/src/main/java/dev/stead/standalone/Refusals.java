package dev.stead.standalone;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Notification.Kind;
import dev.stead.task.v1.Task;
import dev.stead.terminal.Assertion;
import dev.stead.terminal.Confirmation;
import dev.stead.terminal.Identification;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.CapturedSample;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What must not work, and what people are told then. */
final class Refusals {
    private static final long TOO_MUCH_CENTS = 25_000;

    private final DemoReport report;
    private final DemoScenario town;
    private final Person ada;
    private final Person ben;
    private final SteadTerminal terminal;

    Refusals(DemoReport report, DemoScenario town, Person ada, Person ben, SteadTerminal terminal) {
        this.report = report;
        this.town = town;
        this.ada = ada;
        this.ben = ben;
        this.terminal = terminal;
    }

    void stranger(CapturedSample stranger) throws Exception {
        report.step(
                "A stranger looks at the camera",
                () -> {
                    Identification who = terminal.identify(List.of(stranger));
                    DemoReport.require(
                            who instanceof Identification.NotIdentified, "the stranger was taken for somebody");
                    return who;
                },
                nobody -> "nobody");
    }

    /** Leaves a task open that costs more than the delegate has. */
    void farAndPoor(SteadTerminal farTerminal, CapturedSample benAgain) throws Exception {
        Task dear = agreed("order-dear", "Wedding cake", TOO_MUCH_CENTS);
        report.step(
                "Ben at a terminal 2 km away",
                () -> {
                    Assertion there = Journey.recognised(farTerminal.identify(List.of(benAgain)));
                    return Journey.exactly(0, farTerminal.findTasks(there));
                },
                none -> "recognised, no task");
        Assertion here = Journey.recognised(terminal.identify(List.of(benAgain)));
        report.step(
                "Ben's account holds too little: declined",
                () -> {
                    Confirmation answer = terminal.confirm(here, dear.getTaskId());
                    DemoReport.require(answer instanceof Confirmation.Failed, "not declined: " + answer);
                    return (Confirmation.Failed) answer;
                },
                failed -> failed.execution().getFailureReason());
        report.step(
                "Both are told why, and the task is ready again",
                () -> {
                    Task told = ada.told(Kind.KIND_EXECUTION_FAILED, dear.getTaskId());
                    ben.told(Kind.KIND_EXECUTION_FAILED, dear.getTaskId());
                    DemoReport.require(told.getState() == Task.State.STATE_READY, "the task is " + told.getState());
                    return told;
                },
                told -> told.getLastExecution().getFailureReason() + ", " + DemoScenario.shown(told.getState()));
    }

    void confirmedTwice(CapturedSample benAgain, Environment environment, OperatorClient operator) throws Exception {
        Task twice = agreed("order-twice", "Two baguettes", 260);
        Assertion here = Journey.recognised(terminal.identify(List.of(benAgain)));
        long before = operator.account(DemoScenario.SHOP).getAvailable().getMinorUnits();
        UUID request = new IdGenerator(environment).nextUuid();
        report.step(
                "The same confirm, sent twice at once and once more",
                () -> {
                    var first = CompletableFuture.supplyAsync(() -> terminal.confirm(request, here, twice.getTaskId()));
                    var second =
                            CompletableFuture.supplyAsync(() -> terminal.confirm(request, here, twice.getTaskId()));
                    Confirmation.Done done = Journey.done(first.get());
                    DemoReport.require(done.equals(second.get()), "two answers to one intention");
                    DemoReport.require(
                            done.equals(terminal.confirm(request, here, twice.getTaskId())),
                            "another answer to a repeated intention");
                    long moved =
                            operator.account(DemoScenario.SHOP).getAvailable().getMinorUnits() - before;
                    DemoReport.require(moved == 260, "the shop got " + moved + " cents for 260");
                    return done;
                },
                done -> "one settlement, three equal answers");
        report.step(
                "A new confirm of the task that is done",
                () -> {
                    Confirmation answer = terminal.confirm(here, twice.getTaskId());
                    DemoReport.require(answer instanceof Confirmation.Refused, "not refused: " + answer);
                    return (Confirmation.Refused) answer;
                },
                Confirmation.Refused::reason);
    }

    void late(MovableClock clock, CapturedSample benAgain) throws Exception {
        Task late = agreed("order-late", "Croissants", 480);
        clock.moveForward(DemoScenario.WINDOW.plus(Duration.ofMinutes(1)));
        report.step(
                "Ben after the window has closed (clock moved by 2 h)",
                () -> {
                    Assertion here = Journey.recognised(terminal.identify(List.of(benAgain)));
                    List<EligibleTask> found = terminal.findTasks(here);
                    return Journey.exactly(0, found);
                },
                none -> "recognised, no task");
        report.step(
                "Both are told that it expired",
                () -> List.of(
                        ada.told(Kind.KIND_EXPIRED, late.getTaskId()), ben.told(Kind.KIND_EXPIRED, late.getTaskId())),
                told -> DemoScenario.shown(told.getFirst().getState()));
    }

    private Task agreed(String orderId, String description, long cents) {
        town.registerOrder(orderId, description, cents);
        Task task = ada.propose(town.toPay(orderId, cents, ""));
        return ben.accept(task.getTaskId());
    }
}
