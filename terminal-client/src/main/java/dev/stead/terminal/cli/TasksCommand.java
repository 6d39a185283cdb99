package dev.stead.terminal.cli;

import dev.stead.task.v1.EligibleTask;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.CapturedSample;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "tasks",
        description = "Lists the tasks that a person may do at this terminal now.",
        footer = {
            "",
            "Examples:",
            "  ./stead tasks --sample face.jpg --identity .stead/tls/terminal-t-1",
            "  ./stead tasks --assertion who.jws"
        })
final class TasksCommand implements Callable<Integer> {
    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final PersonOptions person = new PersonOptions();

    private final CommandEnvironment environment;

    TasksCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (person) {
            List<CapturedSample> frames = person.frames(environment);
            try (CommandTerminal open = CommandTerminal.withTemporaryJournal(environment, connect)) {
                return print(open.terminal(), frames).code();
            }
        }
    }

    private ExitCode print(SteadTerminal terminal, List<CapturedSample> frames) {
        Optional<SignedAssertion> assertion = person.identify(environment, terminal, frames);
        if (assertion.isEmpty()) {
            return ExitCode.NO;
        }
        List<EligibleTask> tasks = terminal.findTasks(assertion.get());
        if (tasks.isEmpty()) {
            environment.out().println("no task may be done here now");
            return ExitCode.NO;
        }
        tasks.forEach(task -> environment.out().println(Describe.of(task)));
        return ExitCode.DONE;
    }
}
