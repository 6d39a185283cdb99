package dev.stead.terminal.cli;

import dev.stead.terminal.Confirmation;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadTerminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "confirm",
        description = {
            "Does a task, at most once, and prints the outcome.",
            "Records the request in the journal (STEAD_JOURNAL, by default .stead/terminal/journal) before it sends"
                    + " it.",
            "Resumes first what an earlier run left unknown; without TASK it does only that."
        },
        footer = {
            "",
            "Examples:",
            "  ./stead confirm TASK --sample face.jpg --identity .stead/tls/terminal-t-1",
            "  ./stead confirm TASK --assertion who.jws",
            "  ./stead confirm --collected EXECUTION",
            "  ./stead confirm                  (only resumes what is unknown)"
        })
final class ConfirmCommand implements Callable<Integer> {
    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final PersonOptions person = new PersonOptions();

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "the id of the task, as `tasks` prints it")
    private @Nullable String task;

    @Option(
            names = "--collected",
            paramLabel = "EXECUTION",
            description = "report that the object of this execution was collected")
    private @Nullable String collected;

    @Option(
            names = "--not-collected",
            paramLabel = "EXECUTION",
            description = "report that the object of this execution was not collected")
    private @Nullable String notCollected;

    private final CommandEnvironment environment;

    ConfirmCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (person;
                CommandTerminal open = CommandTerminal.withJournal(environment, connect)) {
            open.printResumed(environment);
            Optional<Confirmation> confirmation = send(open.terminal());
            if (confirmation.isEmpty()) {
                return (task == null ? ExitCode.DONE : ExitCode.NO).code();
            }
            environment.out().println(Describe.of(confirmation.get()));
            return Describe.exitCode(confirmation.get()).code();
        }
    }

    private Optional<Confirmation> send(SteadTerminal terminal) {
        if (collected != null) {
            return Optional.of(terminal.reportCollection(collected, true));
        }
        if (notCollected != null) {
            return Optional.of(terminal.reportCollection(notCollected, false));
        }
        String taskId = task;
        if (taskId == null) {
            return Optional.empty();
        }
        Optional<SignedAssertion> assertion = person.identify(environment, terminal, person.frames(environment));
        return assertion.map(who -> terminal.confirm(who, taskId));
    }
}
