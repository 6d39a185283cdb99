package dev.stead.benchmarks.tasks;

import dev.stead.benchmarks.report.ProgressBar;
import dev.stead.benchmarks.store.PostgresServer;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.mesh.sql.Dialect;
import dev.stead.task.storage.TaskDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./stead tasks-bench}: how long a terminal waits for FindTasks, with few and with many open tasks, interleaved in one run. */
@Command(
        name = "tasks-bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure FindTasks over gRPC against a task service with many open tasks, beside one with few.",
            "A database is filled the first time and used again. Open loop: a late call counts from when it was due."
        },
        footer = {
            "",
            "Examples:",
            "  stead tasks-bench",
            "  stead tasks-bench --tasks 10000,100000 --rate 50 --seconds 10",
            "  stead tasks-bench --postgres",
            "  stead tasks-bench --url postgresql://localhost:5432/tasks_{tasks} --user postgres",
            "  stead tasks-bench --fill-only        fill the databases now, measure later"
        })
public final class TasksBench implements Callable<Integer> {
    private static final int SHOWN = 50;

    private final InstantSource clock;
    private final Map<Long, String> urls = new HashMap<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--tasks", split = ",", description = "numbers of open tasks to compare (${DEFAULT-VALUE})")
    private List<Long> tasks = List.of(10_000L, 1_000_000L);

    @Option(names = "--subject-tasks", description = "how many of them the subject has (${DEFAULT-VALUE})")
    private int subjectTasks = 100;

    @Option(names = "--url", description = "the databases; {tasks} stands for the number (${DEFAULT-VALUE})")
    private String url = "sqlite:target/tasks-bench/{tasks}.db";

    @Option(
            names = "--postgres",
            description = "measure a PostgreSQL server of its own instead, from this machine's packages")
    private boolean postgres;

    @Option(names = "--user", description = "PostgreSQL's role (${DEFAULT-VALUE})")
    private String role = "stead";

    @Option(names = "--rate", description = "calls a second (${DEFAULT-VALUE})")
    private int rate = 100;

    @Option(names = "--seconds", description = "measured time of each number of tasks (${DEFAULT-VALUE})")
    private double seconds = 30;

    @Option(names = "--warm-up", description = "seconds before that are not measured (${DEFAULT-VALUE})")
    private double warmUp = 15;

    @Option(names = "--rounds", description = "rounds in which the numbers of tasks alternate (${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--keys", description = "folder for the key that signs assertions (${DEFAULT-VALUE})")
    private Path keys = Path.of("target", "tasks-bench");

    @Option(names = "--fill-only", description = "fill the databases and stop")
    private boolean fillOnly;

    public TasksBench(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(keys);
        if (!postgres) {
            fillAndMeasure();
            return 0;
        }
        DatabaseConfig one = DatabaseConfig.of("postgresql://default");
        try (PostgresServer server = PostgresServer.start(tasks.size() * (one.readers() + one.writers()))) {
            tasks.forEach(number -> urls.put(number, server.create("tasks_" + number)));
            role = PostgresServer.ROLE;
            fillAndMeasure();
        }
        return 0;
    }

    private void fillAndMeasure() throws Exception {
        for (long number : tasks) {
            fill(number);
        }
        if (!fillOnly) {
            measure();
        }
    }

    private void fill(long number) {
        var bar = new ProgressBar(spec.commandLine().getErr(), String.format(Locale.ROOT, "%,d tasks", number), number);
        try (Database database = Database.open(config(number), TaskDatabase.MIGRATIONS)) {
            new TaskPopulation(number, subjectTasks, clock.instant().minus(Duration.ofHours(1)))
                    .fill(database, bar::at);
            if (database.dialect() == Dialect.POSTGRESQL) {
                database.change(handle -> handle.execute("ANALYZE"));
            }
        }
        bar.end();
    }

    private void measure() throws Exception {
        AssertionKeys signing = AssertionKeys.open(keys);
        var processes = new ArrayList<TaskProcess>();
        var loads = new ArrayList<FindLoad>();
        try {
            for (long number : tasks) {
                TaskProcess process = TaskProcess.start(config(number), signing.publicKeys());
                processes.add(process);
                loads.add(new FindLoad(
                        process.terminal(), new StubMatcher(signing, clock), Math.min(SHOWN, subjectTasks)));
            }
            for (FindLoad load : loads) {
                load.run(rate, warmUp);
                load.nanos.reset();
            }
            for (int round = 0; round < rounds; round++) {
                for (FindLoad load : loads) {
                    load.run(rate, seconds / rounds);
                }
            }
            report(loads, processes);
        } finally {
            loads.forEach(FindLoad::close);
            processes.forEach(TaskProcess::close);
        }
    }

    private void report(List<FindLoad> loads, List<TaskProcess> processes) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%12s %9s %9s %9s %9s %9s%n",
                "open tasks",
                "calls",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "max ms");
        for (int i = 0; i < loads.size(); i++) {
            Histogram nanos = loads.get(i).nanos;
            out.printf(
                    Locale.ROOT,
                    "%,12d %9d %9.2f %9.2f %9.2f %9.2f%n",
                    tasks.get(i),
                    nanos.getTotalCount(),
                    millis(nanos, 50),
                    millis(nanos, 90),
                    millis(nanos, 99),
                    nanos.getMaxValue() / 1e6);
        }
        Histogram few = loads.getFirst().nanos;
        Histogram many = loads.getLast().nanos;
        out.printf(
                Locale.ROOT,
                "ratio of the last to the first: p50 %.2f, p99 %.2f%n",
                millis(many, 50) / millis(few, 50),
                millis(many, 99) / millis(few, 99));
        new CacheTable(processes.getLast().metrics()).print(out);
        out.flush();
    }

    private DatabaseConfig config(long number) {
        DatabaseConfig defaults =
                DatabaseConfig.of(urls.getOrDefault(number, url.replace("{tasks}", Long.toString(number))));
        return new DatabaseConfig(
                defaults.url(), role, Optional.empty(), defaults.readers(), defaults.writers(), defaults.patience());
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }
}
