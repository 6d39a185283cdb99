package dev.stead.benchmarks;

import dev.stead.benchmarks.data.DataCommand;
import java.io.InputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command lines of the measuring bench; {@code ./stead} calls them by name. */
@Command(name = "stead")
public final class BenchmarksMain {
    private BenchmarksMain() {}

    /** {@code ./stead bench}. */
    @Command(
            name = "bench",
            mixinStandardHelpOptions = true,
            description = "Measure the engine.",
            subcommands = DataCommand.class)
    static final class Bench {}

    static CommandLine commandLine(InputStream input) {
        Machine machine = new Machine(System::nanoTime);
        return new CommandLine(new BenchmarksMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .addSubcommand(new Bench())
                .addSubcommand(new IndexBench(machine, input))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    static void main(String[] arguments) {
        System.exit(commandLine(System.in).execute(arguments));
    }
}
