package dev.stead.benchmarks;

import dev.stead.benchmarks.data.DataSet;
import dev.stead.benchmarks.engine.Engines;
import dev.stead.benchmarks.report.ErrorRates;
import dev.stead.benchmarks.report.Point;
import dev.stead.benchmarks.report.Report;
import dev.stead.matcher.domain.Identifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./stead recall-report}: every engine over galleries of several sizes, as tables and plots. */
@Command(
        name = "recall-report",
        mixinStandardHelpOptions = true,
        description = {
            "Compare all engines over galleries of several sizes: agreement and recall against cost, cost by size, times of single",
            "searches, and the errors of identification that no engine can avoid. Writes report.md with plots as SVG and PNG.",
            "Some minutes as it is. For instance './stead recall-report --sizes 10000,100000 --engines flat,stead'."
        })
final class RecallReport implements Callable<Integer> {
    private final Machine machine;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--sizes", split = ",", description = "templates in the galleries (${DEFAULT-VALUE})")
    private List<Integer> sizes = List.of(1_000, 4_000, 16_000);

    @Option(names = "--engines", split = ",", description = "any of ${COMPLETION-CANDIDATES} (default: all)")
    private Set<Engines> engines = EnumSet.allOf(Engines.class);

    @Option(names = "--probes", description = "probes of each gallery, a fifth of them strangers (${DEFAULT-VALUE})")
    private int probes = 2_000;

    @Option(names = "--dim", description = "dimension of the embeddings (${DEFAULT-VALUE})")
    private int dimension = 512;

    @Option(names = "--seed", description = "seed of the embeddings (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--seconds", description = "minimum seconds per measurement (${DEFAULT-VALUE})")
    private double seconds = 1;

    @Option(names = "--build-threads", description = "threads used to build (${DEFAULT-VALUE})")
    private int buildThreads = 2;

    @Option(names = "--threshold", description = "the fixed threshold (${DEFAULT-VALUE})")
    private double threshold = 0.55;

    @Option(names = "--fpir", description = "FPIR that the second threshold is calibrated to (${DEFAULT-VALUE})")
    private double fpir = 0.01;

    @Option(names = "--target", description = "agree1 and decide1 at which engines are compared (${DEFAULT-VALUE})")
    private double target = 0.999;

    @Option(names = "--out", description = "folder of the report (${DEFAULT-VALUE})")
    private Path out = Path.of("target", "recall-report");

    @Option(names = "--data", description = "folder of the embeddings, created if missing (${DEFAULT-VALUE})")
    private Path data = Path.of("target", "recall-report", "data");

    RecallReport(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Integer call() throws IOException {
        if (sizes.stream().anyMatch(rows -> rows < 1) || probes < 20 || buildThreads < 1 || fpir < 0 || fpir > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sizes and --build-threads must be at least 1, --probes at least 20, --fpir from 0 to 1");
        }
        String command = "./stead "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
        Report report = new Report(new Report.Subject(
                command, machine.description(), LocalDate.now(ZoneOffset.UTC).toString(), dimension, target, fpir));
        for (int rows : sizes) {
            measure(rows, report);
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(report.write(out));
        printer.flush();
        return 0;
    }

    private void measure(int rows, Report report) {
        DataSet.Plan plan = new DataSet.Plan(rows, probes, dimension, seed);
        say(rows, "data");
        DataSet files = DataSet.kept(data, plan);
        say(rows, "exact search");
        GroundTruthEvaluator evaluator =
                GroundTruthEvaluator.of(new GroundTruthEvaluator.Case(files, dimension, 0, 0, threshold));
        ErrorRates.TopOnes topOnes = evaluator.topOnes();
        report.add(
                rows,
                new Report.Identification(
                        topOnes.rank1(), ErrorRates.at(threshold, topOnes), ErrorRates.calibrated(fpir, topOnes)));
        for (Engines kind : engines) {
            String engine = kind.name().toLowerCase(Locale.ROOT);
            say(rows, engine + " builds");
            try (IndexUnderTest index = IndexUnderTest.open(
                    new IndexUnderTest.Plan(kind, buildThreads, null), evaluator::openGallery, machine)) {
                index.engine().probes(evaluator.probes());
                ReportRunner.Plan order = new ReportRunner.Plan(probes, Identifier.CANDIDATES, List.of(1), seconds);
                ReportRunner runner = new ReportRunner(order, index, machine, evaluator);
                for (String setting : index.engine().usualSettings()) {
                    say(rows, engine + " " + setting);
                    ReportRunner.Measured measured = runner.measure(setting);
                    measured.warning().ifPresent(warning -> say(rows, warning));
                    report.add(point(engine, index, measured));
                }
            }
        }
    }

    private Point point(String engine, IndexUnderTest index, ReportRunner.Measured measured) {
        Agreement agreement = measured.agreement();
        return new Point(
                engine,
                index.rows(),
                measured.setting(),
                probes,
                new Point.Quality(
                        agreement.agree1(),
                        agreement.decide1(),
                        agreement.recall1(),
                        measured.recall10(),
                        agreement.rank1()),
                measured.first().latencies(),
                new Point.Cost(index.indexBytes() >> 20, index.cost().buildSeconds()));
    }

    private void say(int rows, String step) {
        PrintWriter errors = spec.commandLine().getErr();
        errors.printf(Locale.ROOT, "%,d templates: %s%n", rows, step);
        errors.flush();
    }
}
