package dev.stead.standalone;

import dev.stead.mesh.observe.BuildVersion;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of {@code ./stead demo}, {@code up}, {@code home}, {@code token}, {@code terminal} and {@code load}. */
@Command(
        name = "stead",
        description = "All of Stead in one process, on embedded stores.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            HomeCommand.class,
            TokenCommand.class,
            TerminalCommand.class,
            LoadCommand.class
        })
public final class StandaloneMain {
    private static final String LOG_LEVEL = "STEAD_LOG_LEVEL";

    private StandaloneMain() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Before the first logger is created: a person reads this output, so log only what is wrong.
        if (System.getenv(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "WARN");
        }
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code: 0 if it succeeded, 1 if it failed, 2 if the command line is wrong. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new StandaloneMain(), factory(InstantSource.system()));
        showVersion(line, BuildVersion.current().toString());
        return line.setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("stead: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    private static void showVersion(CommandLine line, String version) {
        line.getCommandSpec().version(version);
        line.getSubcommands().values().forEach(command -> showVersion(command, version));
    }

    private static CommandLine.IFactory factory(InstantSource clock) {
        return new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == DemoCommand.class) {
                    return type.cast(new DemoCommand(clock, System::nanoTime));
                }
                if (type == UpCommand.class) {
                    return type.cast(new UpCommand(clock));
                }
                if (type == HomeCommand.class) {
                    return type.cast(new HomeCommand(clock));
                }
                if (type == TokenCommand.class) {
                    return type.cast(new TokenCommand(clock));
                }
                if (type == AddTerminalCommand.class) {
                    return type.cast(new AddTerminalCommand(clock));
                }
                if (type == LoadCommand.class) {
                    return type.cast(new LoadCommand(clock));
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }
}
