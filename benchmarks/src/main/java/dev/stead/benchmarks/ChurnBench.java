package dev.stead.benchmarks;

import dev.stead.benchmarks.data.DataSet;
import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.benchmarks.data.Population;
import dev.stead.benchmarks.engine.Engines;
import dev.stead.benchmarks.engine.PortEngine;
import dev.stead.benchmarks.engine.ProbeRun;
import dev.stead.benchmarks.report.Json;
import dev.stead.matcher.domain.Identifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./stead churn-bench}: how an index behaves under change, behind the matcher's port. */
@Command(
        name = "churn-bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure what change does to an index: agreement and speed after the whole gallery was replaced several times, beside an",
            "index that was built afresh; and the times of searches while others insert at half the greatest rate.",
            "For instance './stead churn-bench --rows 100000'."
        })
final class ChurnBench implements Callable<Integer> {
    private static final int ROUNDS = 3;

    private final Machine machine;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--engine", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Engines kind = Engines.STEAD;

    @Option(names = "--rows", description = "templates in the gallery (${DEFAULT-VALUE})")
    private int rows = 10_000;

    @Option(names = "--turnovers", description = "how many times the whole gallery is replaced (${DEFAULT-VALUE})")
    private int turnovers = 10;

    @Option(names = "--probes", description = "probes, a fifth of them strangers (${DEFAULT-VALUE})")
    private int probes = 2_000;

    @Option(names = "--dim", description = "dimension of the embeddings (${DEFAULT-VALUE})")
    private int dimension = 512;

    @Option(names = "--seed", description = "seed of embeddings and order (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--threshold", description = "the similarity at which a candidate is accepted (${DEFAULT-VALUE})")
    private double threshold = 0.55;

    @Option(
            names = "--setting",
            description = "accuracy setting of the searches after turnovers (default: the matcher's)")
    @Nullable
    private String setting;

    @Option(names = "--seconds", description = "seconds per measurement (${DEFAULT-VALUE})")
    private double seconds = 3;

    @Option(names = "--data", description = "folder of the embeddings, created if missing (${DEFAULT-VALUE})")
    private Path data = Path.of("target", "churn-bench");

    ChurnBench(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Integer call() {
        if (rows < 1 || probes < 1 || turnovers < 0 || !(seconds > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--rows and --probes must be at least 1, --turnovers 0, --seconds over 0");
        }
        Population people = new Population(dimension, seed);
        DataSet files = DataSet.kept(data, new DataSet.Plan(rows, probes, dimension, seed));
        GroundTruthEvaluator evaluator =
                GroundTruthEvaluator.of(new GroundTruthEvaluator.Case(files, dimension, 0, 0, threshold));
        try (PortEngine churned = PortEngine.of(kind, dimension);
                PortEngine fresh = PortEngine.of(kind, dimension);
                MappedEmbeddingFile gallery = evaluator.openGallery()) {
            GalleryChurn turning = new GalleryChurn(gallery, people, seed);
            say("seed " + seed + ", " + churned.description());
            turning.run(churned.index(), turnovers, turn -> say("turnover " + turn + " of " + turnovers));
            churned.settle();
            say("the same gallery afresh");
            fresh.build(gallery, 1);
            for (PortEngine engine : List.of(churned, fresh)) {
                engine.probes(evaluator.probes());
                if (setting != null) {
                    engine.use(setting);
                }
            }
            print(compared(churned, fresh, evaluator)
                    .put("unreachable", turning.unreachable(churned.index()))
                    .put("surplus", churned.index().size() - rows));
            say("searches beside inserts");
            Machine.Watch watch = machine.watch();
            print(beside(new SearchUnderInserts(
                            fresh.index(), evaluator.probes(), people, Identifier.CANDIDATES, machine.nanoClock())
                    .run(seconds)));
            warn(watch);
        }
        return 0;
    }

    /** Interleaved, so that other load on the machine affects both. */
    private Json compared(PortEngine churned, PortEngine fresh, GroundTruthEvaluator evaluator) {
        ProbeRun churnedAnswers = once(churned);
        ProbeRun freshAnswers = once(fresh);
        Histogram churnedTimes = new Histogram(churnedAnswers.latencies());
        Histogram freshTimes = new Histogram(freshAnswers.latencies());
        churnedTimes.reset();
        freshTimes.reset();
        Machine.Watch watch = machine.watch();
        for (int round = 0; round < ROUNDS; round++) {
            churnedTimes.add(timed(churned).latencies());
            freshTimes.add(timed(fresh).latencies());
        }
        warn(watch);
        Agreement after = evaluator.agreement(churnedAnswers.rows(), Identifier.CANDIDATES);
        Agreement before = evaluator.agreement(freshAnswers.rows(), Identifier.CANDIDATES);
        return head("turnovers")
                .put("turnovers", turnovers)
                .put("agree1", after.agree1(), 5)
                .put("fresh_agree1", before.agree1(), 5)
                .put("decide1", after.decide1(), 5)
                .put("fresh_decide1", before.decide1(), 5)
                .put("mean_us", churnedTimes.getMean() / 1e3, 1)
                .put("fresh_mean_us", freshTimes.getMean() / 1e3, 1)
                .put("mean_ratio", churnedTimes.getMean() / freshTimes.getMean(), 3)
                .put("p99_us", churnedTimes.getValueAtPercentile(99) / 1e3, 1)
                .put("fresh_p99_us", freshTimes.getValueAtPercentile(99) / 1e3, 1);
    }

    private Json beside(SearchUnderInserts.Measured measured) {
        return head("beside-inserts")
                .put("greatest_inserts", measured.greatestInserts(), 1)
                .put("inserts", measured.inserts(), 1)
                .put("searches", measured.searches(), 1)
                .put("quiet_p50_us", measured.quiet().getValueAtPercentile(50) / 1e3, 1)
                .put("p50_us", measured.beside().getValueAtPercentile(50) / 1e3, 1)
                .put("quiet_p99_us", measured.quiet().getValueAtPercentile(99) / 1e3, 1)
                .put("p99_us", measured.beside().getValueAtPercentile(99) / 1e3, 1)
                .put("p99_ratio", measured.ratio(99), 2);
    }

    private Json head(String test) {
        return new Json()
                .put("peer", kind.name().toLowerCase(Locale.ROOT))
                .put("test", test)
                .put("n", rows)
                .put("dim", dimension);
    }

    private ProbeRun once(PortEngine engine) {
        return ProbeRun.of(engine, new ProbeRun.Order(probes, Identifier.CANDIDATES, 2, 0), machine.nanoClock());
    }

    private ProbeRun timed(PortEngine engine) {
        long atLeast = Math.max(1, (long) (seconds / ROUNDS * 1e9));
        return ProbeRun.of(engine, new ProbeRun.Order(probes, Identifier.CANDIDATES, 1, atLeast), machine.nanoClock());
    }

    private void warn(Machine.Watch watch) {
        ReportRunner.Measured.warning(watch.others(machine)).ifPresent(this::say);
    }

    private void print(Json line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void say(String what) {
        PrintWriter errors = spec.commandLine().getErr();
        errors.println(what);
        errors.flush();
    }
}
