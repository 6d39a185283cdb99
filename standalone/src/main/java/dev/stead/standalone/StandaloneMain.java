package dev.stead.standalone;

import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of {@code ./stead demo} and {@code ./stead up}. */
@Command(
        name = "stead",
        description = "All of Stead in one process, on embedded stores.",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, UpCommand.class, HomeCommand.class})
public final class StandaloneMain {
    private static final String LOG_LEVEL = "STEAD_LOG_LEVEL";

    private StandaloneMain() {}

    /** Exit code 0 if all held, 1 if not, 2 for a command line that cannot be understood. */
    public static void main(String[] arguments) {
        // Before the first logger: a person reads this terminal, so only what is wrong.
        if (System.getenv(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "WARN");
        }
        System.exit(new CommandLine(new StandaloneMain(), factory(InstantSource.system())).execute(arguments));
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
                return CommandLine.defaultFactory().create(type);
            }
        };
    }
}
