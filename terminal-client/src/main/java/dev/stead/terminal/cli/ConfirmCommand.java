package dev.stead.terminal.cli;

import dev.stead.terminal.Assertion;
import dev.stead.terminal.Confirmation;
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
            "Does a task, once.",
            "Its request id is in the journal (STEAD_JOURNAL; .stead/terminal/journal) before it is sent.",
            "Without a task it takes up what an earlier run left unknown."
        },
        footer = {
            "",
            "Examples:",
            "  confirm TASK --sample face.jpg --identity .stead/tls/terminal-t-1",
            "  confirm TASK --assertion who.jws",
            "  confirm --collected EXECUTION",
            "  confirm"
        })
final class ConfirmCommand implements Callable<Integer> {
    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final PersonOptions person = new PersonOptions();

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "the task, as `tasks` shows it")
    private @Nullable String task;

    @Option(
            names = "--collected",
            paramLabel = "EXECUTION",
            description = "report instead that the object was collected")
    private @Nullable String collected;

    @Option(names = "--not-collected", paramLabel = "EXECUTION", description = "report instead that it was not")
    private @Nullable String notCollected;

    private final CommandEnvironment world;

    ConfirmCommand(CommandEnvironment world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        try (person;
                CommandTerminal open = CommandTerminal.keeping(world, connect)) {
            open.tellResumed(world);
            Optional<Confirmation> confirmation = act(open.terminal());
            if (confirmation.isEmpty()) {
                return (task == null ? ExitCode.DONE : ExitCode.NOT).code();
            }
            world.out().println(Describe.of(confirmation.get()));
            return Describe.exit(confirmation.get()).code();
        }
    }

    private Optional<Confirmation> act(SteadTerminal terminal) {
        if (collected != null) {
            return Optional.of(terminal.reportCollection(collected, true));
        }
        if (notCollected != null) {
            return Optional.of(terminal.reportCollection(notCollected, false));
        }
        String wanted = task;
        if (wanted == null) {
            return Optional.empty();
        }
        Optional<Assertion> assertion = person.recognise(world, terminal);
        return assertion.map(who -> terminal.confirm(who, wanted));
    }
}
