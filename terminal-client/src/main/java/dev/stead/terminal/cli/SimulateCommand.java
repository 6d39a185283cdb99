package dev.stead.terminal.cli;

import dev.stead.mesh.capture.DeviceKey;
import dev.stead.mesh.security.DeviceKeyFile;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.SampleSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "simulate",
        description = {
            "Simulates many terminals at once, and prints latencies and outcomes.",
            "Open loop: presentations are due at a fixed rate, whether or not earlier ones have been answered, and"
                    + " each latency",
            "counts from the time when the presentation was due."
        },
        footer = {
            "",
            "Enrol the people first, from the same source, with ./stead enrol.",
            "{n} in --identity and --plaintext stands for the terminal's number: --plaintext 'terminal/t-{n}'.",
            "",
            "Examples:",
            "  ./stead simulate --terminals 8 --rate 200 --synthetic 1000 --strangers 0.2 --identity"
                    + " .stead/tls/terminal-till-1",
            "  ./stead simulate --terminals 2 --rate 5 --duration 10s --folder people --no-find"
        })
final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final PeopleOptions people = new PeopleOptions();

    @Option(
            names = "--terminals",
            paramLabel = "N",
            defaultValue = "4",
            description = "how many terminals, 1 to 10000 (default: ${DEFAULT-VALUE})")
    private int terminals = 4;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "20",
            description = "presentations per second, of all terminals together (default: ${DEFAULT-VALUE})")
    private double rate = 20;

    @Option(
            names = "--duration",
            paramLabel = "D",
            defaultValue = "10s",
            description = "how long, such as 10s or 2m, at most 24h (default: ${DEFAULT-VALUE})")
    private String duration = "10s";

    @Option(
            names = "--strangers",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "share of presentations by people who are not enrolled, 0 to 1; with --synthetic only (default:"
                            + " ${DEFAULT-VALUE})")
    private double strangers;

    @Option(
            names = "--find",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "also find the tasks of each identified person (default)")
    private boolean find = true;

    private final CommandEnvironment environment;
    private final Map<Path, DeviceKey> devices = new HashMap<>();

    SimulateCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Duration length = parsedDuration();
        if (terminals < 1
                || terminals > 10_000
                || !(rate > 0)
                || rate > 1_000_000
                || !(strangers >= 0 && strangers <= 1)) {
            throw new UsageException(
                    "--terminals must be 1 to 10000, --rate above 0 and at most 1000000, --strangers 0 to 1");
        }
        long presentations = Math.max(1, Math.round(rate * length.toMillis() / 1000));
        try (people) {
            SampleSource source =
                    people.open(environment, e -> environment.err().println("not taken: " + e.getMessage()));
            Simulation simulation = new Simulation(
                    new Simulation.Plan(rate, presentations, strangers, find, people.seed()),
                    source,
                    environment.nanoTime());
            List<CommandTerminal> open = new ArrayList<>();
            try {
                for (int n = 1; n <= terminals; n++) {
                    open.add(open(n));
                }
                ProgressLine progress = new ProgressLine(environment, "presented", presentations);
                List<SteadTerminal> simulated =
                        open.stream().map(CommandTerminal::terminal).toList();
                long took = simulation.run(simulated, progress);
                progress.finish();
                return report(simulation, source, took).code();
            } finally {
                open.forEach(CommandTerminal::close);
            }
        }
    }

    private CommandTerminal open(int number) {
        Map<String, String> variables = new HashMap<>(environment.variables());
        variables.putIfAbsent("STEAD_QUICK_DEADLINE", "500ms");
        return CommandTerminal.withTemporaryJournal(
                environment,
                connect.settings(variables, number),
                file -> devices.computeIfAbsent(file, DeviceKeyFile::read));
    }

    private Duration parsedDuration() {
        Duration length = ConnectOptions.duration(duration);
        if (length.toMillis() < 1 || length.compareTo(Duration.ofHours(24)) > 0) {
            throw new UsageException("--duration must be 1ms to 24h, such as 30s, 5m or 2h");
        }
        return length;
    }

    private ExitCode report(Simulation simulation, SampleSource source, long took) {
        environment
                .out()
                .printf(
                        Locale.ROOT,
                        "%d terminals, target %.1f presentations/s, achieved %.1f/s in %.1f s, %d people, seed %d%n",
                        terminals,
                        rate,
                        simulation.presented.get() * 1e9 / took,
                        took / 1e9,
                        source.people(),
                        people.seed());
        environment.out().printf("%-10s %9s %9s %9s %9s %9s %9s%n", "ms", "count", "p50", "p90", "p99", "p99.9", "max");
        line("identify", simulation.identify);
        if (find) {
            line("find", simulation.find);
        }
        counts("outcomes", simulation.outcomes);
        counts("errors", simulation.errors);
        return simulation.errors.isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private void line(String name, Histogram histogram) {
        environment
                .out()
                .printf(
                        Locale.ROOT,
                        "%-10s %9d %9.2f %9.2f %9.2f %9.2f %9.2f%n",
                        name,
                        histogram.getTotalCount(),
                        histogram.getValueAtPercentile(50) / 1e6,
                        histogram.getValueAtPercentile(90) / 1e6,
                        histogram.getValueAtPercentile(99) / 1e6,
                        histogram.getValueAtPercentile(99.9) / 1e6,
                        histogram.getMaxValue() / 1e6);
    }

    private void counts(String name, Map<String, LongAdder> counts) {
        String list = counts.isEmpty()
                ? "none"
                : counts.toString().replaceAll("[{}]", "").replace('=', ' ');
        environment.out().printf("%-10s %s%n", name, list);
    }
}
