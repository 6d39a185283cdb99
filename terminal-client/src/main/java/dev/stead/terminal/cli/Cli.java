package dev.stead.terminal.cli;

import dev.stead.mesh.observe.BuildVersion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command line of the terminal: a class for each command. Never throws and never ends the process. */
public final class Cli {
    private static final String VERSION = BuildVersion.current().toString();

    private Cli() {}

    @Command(
            name = "stead",
            description = "The commands of a terminal. Each has --help, with examples.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class Root {}

    /** Runs one command line and returns its exit code. Without arguments it prints the help. */
    public static int run(CommandEnvironment environment, String... arguments) {
        CommandLine line = new CommandLine(new Root());
        line.getCommandSpec().mixinStandardHelpOptions(true).version(VERSION);
        add(line, new IdentifyCommand(environment));
        add(line, new TasksCommand(environment));
        add(line, new ConfirmCommand(environment));
        add(line, new EnrolCommand(environment));
        add(line, new DuplicatesCommand(environment));
        add(line, new SimulateCommand(environment));
        add(line, new PadReportCommand(environment));
        add(line, new AuditCommand(environment));
        add(line, new EvidenceCommand(environment));
        line.registerConverter(Path.class, Cli::path);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(environment.out());
        line.setErr(environment.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(environment.interactive() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(120);
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(environment, failure));
        int code = line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
        environment.out().flush();
        environment.err().flush();
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

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new CommandLine.TypeConversionException(
                    "'%s' cannot be a file name here (%s): for letters beyond ASCII set LC_ALL=C.UTF-8"
                            .formatted(text, e.getReason()));
        }
    }

    private static int report(CommandEnvironment environment, Exception failure) {
        ExitCode exit = ExitCode.of(failure);
        if (exit == ExitCode.BUG) {
            environment.err().println("stead: a bug in this program; please report it:");
            failure.printStackTrace(environment.err());
        } else {
            environment.err().println("stead: " + failure.getMessage());
        }
        return exit.code();
    }
}
