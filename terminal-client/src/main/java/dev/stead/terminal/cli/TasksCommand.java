package dev.stead.terminal.cli;

import dev.stead.task.v1.EligibleTask;
import dev.stead.terminal.Assertion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "tasks",
        description = "Shows what a person may do at this terminal now.",
        footer = {
            "",
            "Examples:",
            "  tasks --sample face.jpg --identity .stead/tls/terminal-t-1",
            "  tasks --assertion who.jws"
        })
final class TasksCommand implements Callable<Integer> {
    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final PersonOptions person = new PersonOptions();

    private final CommandEnvironment world;

    TasksCommand(CommandEnvironment world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        try (person;
                CommandTerminal open = CommandTerminal.passing(world, connect)) {
            Optional<Assertion> assertion = person.recognise(world, open.terminal());
            if (assertion.isEmpty()) {
                return ExitCode.NOT.code();
            }
            List<EligibleTask> tasks = open.terminal().findTasks(assertion.get());
            if (tasks.isEmpty()) {
                world.out().println("nothing may be done here now");
                return ExitCode.NOT.code();
            }
            tasks.forEach(task -> world.out().println(Describe.of(task)));
            return ExitCode.DONE.code();
        }
    }
}
