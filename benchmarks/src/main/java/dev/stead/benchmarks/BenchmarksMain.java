package dev.stead.benchmarks;

import dev.stead.benchmarks.data.DataCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command lines of the measuring bench; {@code ./stead} calls them by name. */
@Command(name = "stead", subcommands = BenchmarksMain.Bench.class)
public final class BenchmarksMain {
    private BenchmarksMain() {}

    /** {@code ./stead bench}. */
    @Command(
            name = "bench",
            mixinStandardHelpOptions = true,
            description = "Measure the engine.",
            subcommands = DataCommand.class)
    static final class Bench {}

    static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchmarksMain()).execute(arguments));
    }
}
