package dev.stead.terminal.cli;

import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The whole command line; {@link #run} never throws and never ends the process. */
public final class Cli {
    private static final String VERSION = "Stead 0.1.0-SNAPSHOT";

    private Cli() {}

    @Command(
            name = "stead",
            description = "The terminal's commands. Each explains itself with --help.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class Root {}

    /** Runs one command line; what it returns is the exit code, explained in {@code --help}. */
    public static int run(CommandEnvironment world, String... words) {
        CommandLine line = new CommandLine(new Root());
        line.getCommandSpec().mixinStandardHelpOptions(true).version(VERSION);
        add(line, new IdentifyCommand(world));
        add(line, new TasksCommand(world));
        add(line, new ConfirmCommand(world));
        add(line, new EnrolCommand(world));
        add(line, new SimulateCommand(world));
        line.setOut(world.out());
        line.setErr(world.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(world.live() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(120);
        line.setExecutionExceptionHandler((failure, command, parsed) -> tell(world, failure));
        int code = line.execute(words.length == 0 ? new String[] {"--help"} : words);
        world.out().flush();
        world.err().flush();
        return code;
    }

    private static void add(CommandLine line, Object command) {
        CommandLine sub = new CommandLine(command);
        Stream<String> own = Arrays.stream(sub.getCommandSpec().usageMessage().footer());
        String[] footer = Stream.concat(own, ExitCode.help().stream()).toArray(String[]::new);
        sub.getCommandSpec().usageMessage().footer(footer);
        sub.getCommandSpec().mixinStandardHelpOptions(true).version(VERSION);
        line.addSubcommand(sub);
    }

    private static int tell(CommandEnvironment world, Exception failure) {
        ExitCode exit = ExitCode.of(failure);
        if (exit == ExitCode.FAULT) {
            world.err().println("stead: a fault of this program; please report it:");
            failure.printStackTrace(world.err());
        } else {
            world.err().println("stead: " + failure.getMessage());
        }
        return exit.code();
    }
}
