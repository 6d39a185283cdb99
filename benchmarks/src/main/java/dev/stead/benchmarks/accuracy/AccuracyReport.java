package dev.stead.benchmarks.accuracy;

import dev.stead.benchmarks.accuracy.LabelledEmbeddings.Sources;
import dev.stead.benchmarks.data.LabelledData;
import dev.stead.benchmarks.report.Json;
import dev.stead.mesh.time.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./stead accuracy}: FNIR and FPIR by ring size, templates and frames, through a running matcher. */
@Command(
        name = "accuracy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure how often people are recognised, and strangers taken for somebody, through a running matcher.",
            "On your own embeddings, or on generated ones. Half of the people are enrolled in one gallery, half in another, and each"
                    + " half is the strangers of the other; nothing leaves this machine."
        },
        footer = {
            "",
            "Examples:",
            "  stead accuracy",
            "  stead accuracy --embeddings g.f32 --labels l.i32 --dim 512 --json accuracy.json",
            "  stead accuracy --templates 1,3 --frames 1,3 --rings 5,20,100,500,all --target-fpir 0.001,0.01",
            "  stead accuracy --people 200000 --mated 2000 --rings all"
        })
public final class AccuracyReport implements Callable<Integer> {
    private static final String ALL = "all";
    private final Environment environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--embeddings", description = "embeddings of people: float32, little-endian, row-major, unit norm")
    @Nullable
    private Path embeddings;

    @Option(names = "--labels", description = "whose each row is: one int32, little-endian, a row")
    @Nullable
    private Path labels;

    @Option(
            names = "--sessions",
            description = "the moment of capture of each row, likewise: rows of one session are frames of one burst")
    @Nullable
    private Path sessions;

    @Option(names = "--qualities", description = "the quality of each row: one byte, 0 to 100")
    @Nullable
    private Path qualities;

    @Option(names = "--dim", description = "dimension of the embeddings, 128 to 1024 (${DEFAULT-VALUE})")
    private int dimension = 512;

    @Option(
            names = "--model",
            description =
                    "their model, as in STEAD_GALLERIES: for one that Stead knows, small galleries start from what is known of it"
                            + " (${DEFAULT-VALUE})")
    private String model = "unknown@1";

    @Option(
            names = "--templates",
            split = ",",
            description = "templates that a person enrols, 1 to 10 (${DEFAULT-VALUE})")
    private List<Integer> templates = List.of(1, 3);

    @Option(names = "--frames", split = ",", description = "frames of a presentation, 1 to 16 (${DEFAULT-VALUE})")
    private List<Integer> frames = List.of(1, 3);

    @Option(
            names = "--rings",
            split = ",",
            description = "with how many people a presentation is compared; 'all' is the gallery (${DEFAULT-VALUE})")
    private List<String> rings = List.of("5", "20", "100", "500", ALL);

    @Option(
            names = "--scope",
            description =
                    "at the terminals of rings, compare with the ring only (ring) or with everybody after it (ring_then_all, as"
                            + " STEAD_SEARCH_SCOPE has it by default) (${DEFAULT-VALUE})")
    private String scope = "ring";

    @Option(names = "--target-fpir", split = ",", description = "STEAD_TARGET_FPIR (${DEFAULT-VALUE})")
    private List<Double> targets = List.of(0.001);

    @Option(
            names = "--most",
            description = "presentations of either kind under one set of conditions (${DEFAULT-VALUE})")
    private int most = 20_000;

    @Option(names = "--seed", description = "seed of everything that is drawn (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--people", description = "without --embeddings: how many people to generate (${DEFAULT-VALUE})")
    private int people = 10_000;

    @Option(
            names = "--mated",
            description = "without --embeddings: how many of them present anything (${DEFAULT-VALUE})")
    private int mated = 2_000;

    @Option(names = "--out", description = "folder of the report (${DEFAULT-VALUE})")
    private Path out = Path.of("target", "accuracy");

    @Option(names = "--json", description = "also write the figures to this file, as an array of objects")
    @Nullable
    private Path json;

    public AccuracyReport(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        require(templates, 1, 10, "--templates");
        require(frames, 1, 16, "--frames");
        List<Integer> ringSizes = ringSizes();
        if (targets.stream().anyMatch(target -> !(target >= 1e-6 && target <= 0.05))) {
            throw wrong("--target-fpir must be 0.000001 to 0.05");
        }
        if (!List.of("ring", "ring_then_all").contains(scope) || most < 1) {
            throw wrong("--scope must be ring or ring_then_all, and --most at least 1");
        }
        if ((embeddings == null) != (labels == null)) {
            throw wrong("--embeddings and --labels belong together");
        }
        try (LabelledEmbeddings data = LabelledEmbeddings.open(sources(), dimension)) {
            int mostTemplates =
                    templates.stream().max(Comparator.naturalOrder()).orElseThrow();
            int mostFrames = frames.stream().max(Comparator.naturalOrder()).orElseThrow();
            TestCrew crew = TestCrew.of(data, mostTemplates, mostFrames, seed);
            if (crew.subjects().stream().noneMatch(TestSubject::mated)) {
                throw wrong(
                        "nobody has the " + (mostTemplates + mostFrames) + " rows that --templates and --frames need");
            }
            var plan = new AccuracyRun.Plan(targets, templates, frames, ringSizes, scope, model, most, seed);
            report(new AccuracyRun(
                            data, crew, plan, environment, spec.commandLine().getErr())
                    .run());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private Sources sources() {
        if (embeddings == null || labels == null) {
            LabelledData made =
                    LabelledData.kept(out.resolve("data"), new LabelledData.Plan(people, mated, dimension, seed));
            return new Sources(
                    made.embeddings(), made.labels(), Optional.of(made.sessions()), Optional.of(made.qualities()));
        }
        return new Sources(embeddings, labels, Optional.ofNullable(sessions), Optional.ofNullable(qualities));
    }

    private List<Integer> ringSizes() {
        try {
            List<Integer> sizes = rings.stream()
                    .map(ring -> ring.equals(ALL) ? 0 : Integer.parseInt(ring))
                    .toList();
            require(sizes, 0, 10_000, "--rings");
            return sizes;
        } catch (NumberFormatException e) {
            throw wrong("--rings must be numbers or 'all', not " + String.join(",", rings));
        }
    }

    private void require(List<Integer> values, int least, int greatest, String option) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value < least || value > greatest)) {
            throw wrong(option + " must be " + least + " to " + greatest);
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private void report(List<Cell> cells) throws IOException {
        PrintWriter printer = spec.commandLine().getOut();
        String command = "./stead "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
        var page = new AccuracyPage(command, cells);
        printer.println(page.table());
        printer.println("The report with its plots: " + page.write(out));
        printer.flush();
        if (json != null) {
            Files.writeString(
                    json,
                    cells.stream().map(Cell::json).map(Json::toString).collect(Collectors.joining(",\n ", "[", "]\n")));
        }
    }
}
