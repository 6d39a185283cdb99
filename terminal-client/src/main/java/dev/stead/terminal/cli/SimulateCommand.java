package dev.stead.terminal.cli;

import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.SampleSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
            "Plays many terminals at once.",
            "In open loop: presentations come at a fixed rate whether or not the answers do, and each latency counts from",
            "the instant at which the person stepped up."
        },
        footer = {
            "",
            "The people must be enrolled before, from the same source: enrol --synthetic 1000 --consent load-test.",
            "{n} in --identity and --plaintext is the terminal's number: --plaintext 'terminal/t-{n}'.",
            "",
            "Examples:",
            "  simulate --terminals 8 --rate 200 --duration 30s --synthetic 1000 --strangers 0.2 --identity .stead/tls/terminal-t-1",
            "  simulate --terminals 2 --rate 5 --duration 10s --folder people --no-find"
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
            description = "terminals, 1 to 10000 (${DEFAULT-VALUE})")
    private int terminals = 4;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "20",
            description = "presentations a second, all together (${DEFAULT-VALUE})")
    private double rate = 20;

    @Option(
            names = "--duration",
            paramLabel = "D",
            defaultValue = "10s",
            description = "such as 10s or 2m, at most 24h (${DEFAULT-VALUE})")
    private String duration = "10s";

    @Option(
            names = "--strangers",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of presentations by people who are not enrolled; synthetic only (${DEFAULT-VALUE})")
    private double strangers;

    @Option(
            names = "--find",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "ask for the tasks of who is recognised (default)")
    private boolean find = true;

    private final CommandEnvironment world;

    SimulateCommand(CommandEnvironment world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException {
        Duration length = length();
        if (terminals < 1
                || terminals > 10_000
                || !(rate > 0)
                || rate > 1_000_000
                || !(strangers >= 0 && strangers <= 1)) {
            throw new UsageException("--terminals is 1 to 10000, --rate above 0, --strangers 0 to 1");
        }
        long presentations = Math.max(1, Math.round(rate * length.toMillis() / 1000));
        try (people) {
            SampleSource source = people.open();
            Simulation simulation = new Simulation(
                    new Simulation.Plan(rate, presentations, strangers, find, people.seed()), source, world.nanos());
            List<CommandTerminal> open = new ArrayList<>();
            try {
                for (int n = 1; n <= terminals; n++) {
                    open.add(open(n));
                }
                ProgressLine progress = new ProgressLine(world, "presented", presentations);
                List<SteadTerminal> playing =
                        open.stream().map(CommandTerminal::terminal).toList();
                long took = simulation.run(playing, progress);
                progress.end();
                return report(simulation, source, took).code();
            } finally {
                open.forEach(CommandTerminal::close);
            }
        }
    }

    private CommandTerminal open(int number) {
        Map<String, String> environment = new HashMap<>(world.environment());
        environment.putIfAbsent("STEAD_QUICK_DEADLINE", "500ms");
        return CommandTerminal.passing(world, connect.settings(environment, number));
    }

    private Duration length() {
        Duration length = ConnectOptions.duration(duration);
        if (length.toMillis() < 1 || length.compareTo(Duration.ofHours(24)) > 0) {
            throw new UsageException("--duration is at most 24h, such as 30s, 5m or 2h");
        }
        return length;
    }

    private ExitCode report(Simulation simulation, SampleSource source, long took) {
        world.out()
                .printf(
                        "%d terminals, %.1f presentations/s asked, %.1f/s done in %.1f s, %d people, seed %d%n",
                        terminals,
                        rate,
                        simulation.played.get() * 1e9 / took,
                        took / 1e9,
                        source.people(),
                        people.seed());
        world.out().printf("%-10s %9s %9s %9s %9s %9s %9s%n", "ms", "count", "p50", "p90", "p99", "p99.9", "max");
        line("identify", simulation.identify);
        if (find) {
            line("find", simulation.find);
        }
        counts("outcomes", simulation.outcomes);
        counts("errors", simulation.errors);
        return simulation.errors.isEmpty() ? ExitCode.DONE : ExitCode.NOT;
    }

    private void line(String name, Histogram histogram) {
        world.out()
                .printf(
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
        world.out().printf("%-10s %s%n", name, list);
    }
}
