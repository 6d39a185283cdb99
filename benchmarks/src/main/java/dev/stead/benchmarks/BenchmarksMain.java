package dev.stead.benchmarks;

import dev.stead.benchmarks.accuracy.AccuracyReport;
import dev.stead.benchmarks.data.DataCommand;
import dev.stead.benchmarks.settle.SettleBench;
import dev.stead.benchmarks.tasks.TasksBench;
import dev.stead.mesh.time.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The command lines of the benchmarks; {@code ./stead} calls them by name. */
@Command(name = "stead")
public final class BenchmarksMain {
    private BenchmarksMain() {}

    /** {@code ./stead bench}. */
    @Command(
            name = "bench",
            description = {
                "Run the JMH suites whose names fit a pattern (all by default), or 'bench data': make data to measure with.",
                "Takes JMH's own options, such as -l, -prof gc, -p dimension=512, -rf json; -h lists them."
            },
            subcommands = DataCommand.class)
    static final class Bench implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() throws IOException {
            return new Suites(arguments).run(spec.commandLine().getErr());
        }
    }

    static CommandLine commandLine(InputStream input) {
        Machine machine = new Machine(System::nanoTime);
        return new CommandLine(new BenchmarksMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .addSubcommand(new Bench())
                .addSubcommand(new IndexBench(machine, input))
                .addSubcommand(new RecallReport(machine))
                .addSubcommand(new ChurnBench(machine))
                .addSubcommand(new AccuracyReport(new Environment(InstantSource.system(), new SecureRandom())))
                .addSubcommand(new TasksBench(InstantSource.system()))
                .addSubcommand(new SettleBench(System::nanoTime))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    static void main(String[] arguments) {
        System.exit(commandLine(System.in).execute(arguments));
    }
}
