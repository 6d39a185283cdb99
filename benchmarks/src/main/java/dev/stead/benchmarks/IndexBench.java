package dev.stead.benchmarks;

import dev.stead.benchmarks.data.DataSet;
import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.benchmarks.engine.Engines;
import dev.stead.benchmarks.report.Json;
import dev.stead.matcher.domain.Identifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./stead index-bench}: agreement with exact search beside speed, for one engine by itself or, {@code --interactive},
 * under a driver that interleaves several. Files and protocol: {@code docs/index-bench.md}.
 */
@Command(
        name = "index-bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure an index: how well it agrees with exact search, how fast, in how much memory.",
            "Make data with './stead bench data --out target/data --rows 100000'."
        })
final class IndexBench implements Callable<Integer> {
    private final Machine machine;
    private final InputStream commands;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--gallery", required = true, description = "templates: float32, little-endian, row-major")
    private Path gallery = Path.of("g.f32");

    @Option(names = "--probes", required = true, description = "probes, in the same format")
    private Path probes = Path.of("p.f32");

    @Option(names = "--truth", description = "for each probe the row of its mate or -1: int32, little-endian")
    @Nullable
    private Path truth;

    @Option(names = "--dim", required = true, description = "dimension of the embeddings")
    private int dimension;

    @Option(names = "--threshold", description = "the similarity at which a candidate is accepted (${DEFAULT-VALUE})")
    private double threshold = 0.55;

    @Option(names = "--n", description = "only the first N templates (0: all)")
    private int rows;

    @Option(names = "--first", description = "only the first N probes (0: all)")
    private int firstProbes;

    @Option(
            names = "--candidates",
            description = "candidates per search; the default is what an identification requests: ${DEFAULT-VALUE}")
    private int candidates = Identifier.CANDIDATES;

    @Option(names = "--threads", split = ",", description = "thread counts to measure (${DEFAULT-VALUE})")
    private List<Integer> threads = List.of(1, 2);

    @Option(names = "--build-threads", description = "threads used to build (${DEFAULT-VALUE})")
    private int buildThreads = 2;

    @Option(names = "--seconds", description = "minimum seconds per measurement (${DEFAULT-VALUE})")
    private double seconds = 3;

    @Option(names = "--settings", split = ",", description = "the engine's settings (default: its usual ones)")
    private List<String> settings = List.of();

    @Option(names = "--engine", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Engines kind = Engines.STEAD;

    @Option(
            names = "--index",
            description = "load the index from this file, or save it there if the engine supports it (stead, hnswlib)")
    @Nullable
    private Path kept;

    @Option(names = "--interactive", description = "read 'run SETTING K THREADS OUTFILE NPROBES' from standard input")
    private boolean interactive;

    @Option(names = "--name", description = "name of the engine in the output")
    @Nullable
    private String name;

    IndexBench(Machine machine, InputStream commands) {
        this.machine = machine;
        this.commands = commands;
    }

    @Override
    public Integer call() throws IOException {
        if (dimension < 1
                || buildThreads < 1
                || candidates < 1
                || threads.stream().anyMatch(count -> count < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--dim, --candidates, --threads and --build-threads must be at least 1");
        }
        try {
            if (interactive) {
                obey();
            } else {
                report();
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return 0;
    }

    private void obey() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (IndexUnderTest index = open();
                MappedEmbeddingFile asked = MappedEmbeddingFile.open(probes, dimension, firstProbes)) {
            InteractiveRunner runner = new InteractiveRunner(index, asked, machine, out);
            runner.say(new Json()
                    .put("ready", 1)
                    .put("peer", peer())
                    .put("n", index.rows())
                    .put("build_s", index.cost().buildSeconds(), 1)
                    .put("ready_s", index.cost().readySeconds(), 2)
                    .put("rss_mb", machine.residentMegabytes())
                    .put("config", index.engine().description()));
            runner.serve(new BufferedReader(new InputStreamReader(commands, StandardCharsets.UTF_8)));
        }
    }

    private void report() {
        if (truth == null) {
            throw new IllegalArgumentException("--truth is needed without --interactive");
        }
        GroundTruthEvaluator evaluator = GroundTruthEvaluator.of(new GroundTruthEvaluator.Case(
                new DataSet(gallery, probes, truth), dimension, rows, firstProbes, threshold));
        int asked = evaluator.truth().mates().length;
        try (IndexUnderTest index = open()) {
            index.engine().probes(evaluator.probes());
            PrintWriter table = spec.commandLine().getErr();
            table.printf(
                    Locale.ROOT,
                    "%s: %,d x %d, %,d probes for %d candidates, threshold %s; %s%n",
                    peer(),
                    index.rows(),
                    dimension,
                    asked,
                    candidates,
                    threshold,
                    index.engine().description());
            measure(
                    new ReportRunner(
                            new ReportRunner.Plan(asked, candidates, threads, seconds), index, machine, evaluator),
                    index);
        }
    }

    private void measure(ReportRunner runner, IndexUnderTest index) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter table = spec.commandLine().getErr();
        boolean first = true;
        for (String setting : settings.isEmpty() ? index.engine().usualSettings() : settings) {
            ReportRunner.Measured found = runner.measure(setting);
            Json measured = found.addTo(new Json()
                            .put("peer", peer())
                            .put("n", index.rows())
                            .put("dim", dimension))
                    .put("index_mb", index.indexBytes() >> 20)
                    .put("build_s", index.cost().buildSeconds(), 1)
                    .put("ready_s", index.cost().readySeconds(), 2);
            if (first) {
                table.println(measured.head());
            }
            table.println(measured.row());
            found.warning().ifPresent(table::println);
            table.flush();
            out.println(measured);
            out.flush();
            first = false;
        }
    }

    private IndexUnderTest open() {
        return IndexUnderTest.open(
                new IndexUnderTest.Plan(kind, buildThreads, kept),
                () -> MappedEmbeddingFile.open(gallery, dimension, rows),
                machine);
    }

    private String peer() {
        return name == null ? kind.name().toLowerCase(Locale.ROOT) : name;
    }
}
