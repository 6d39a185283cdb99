package dev.stead.benchmarks.data;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./stead bench data}: writes a data set, or prints how generated embeddings compare with real ones. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Generates a gallery, probes and ground truth of realistic embeddings, or compares them with real"
                + " ones.")
public final class DataCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--out", description = "folder of g.f32, p.f32 and t.i32 (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("target", "data");

    @Option(names = "--rows", description = "templates in the gallery (default: ${DEFAULT-VALUE})")
    private int rows = 10_000;

    @Option(names = "--probes", description = "probes (default: ${DEFAULT-VALUE})")
    private int probes = 2_000;

    @Option(names = "--dim", description = "dimension of the embeddings (default: ${DEFAULT-VALUE})")
    private int dimension = 512;

    @Option(names = "--seed", description = "seed of everything (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--check", description = "write nothing; print generated and real figures side by side")
    private boolean check;

    @Option(
            names = "--look-alikes",
            description =
                    "write nothing; print how many new people a gallery refuses because they look like somebody in it")
    private boolean lookAlikes;

    @Option(
            names = "--threshold",
            description = "with --look-alikes: the threshold of the operating point (default: ${DEFAULT-VALUE})")
    private double threshold = 0.55;

    @Option(names = "--people", description = "with --check: number of people to measure (default: ${DEFAULT-VALUE})")
    private int people = 5_716;

    @Option(
            names = "--largest",
            description = "with --check or --look-alikes: size of the largest gallery (default: ${DEFAULT-VALUE})")
    private int largest = 100_000;

    @Override
    public void run() {
        PrintWriter printer = spec.commandLine().getOut();
        if (lookAlikes) {
            new LookAlikeShare(new Population(dimension, seed), threshold).print(largest, printer);
        } else if (check) {
            print(GeneratedFigures.of(new Population(dimension, seed), people, largest), printer);
        } else {
            DataSet files = DataSet.write(out, new DataSet.Plan(rows, probes, dimension, seed));
            printer.printf(
                    Locale.ROOT,
                    "%,d templates and %,d probes of %d dimensions, seed %d: %s%n",
                    rows,
                    probes,
                    dimension,
                    seed,
                    files);
        }
        printer.flush();
    }

    private static void print(Map<String, Double> generated, PrintWriter printer) {
        Map<String, Double> real = RealFigures.all();
        printer.println("| figure | real | generated |");
        printer.println("| --- | --- | --- |");
        generated.forEach(
                (name, value) -> printer.printf("| %s | %s | %s |%n", name, format(real.get(name)), format(value)));
    }

    private static String format(@Nullable Double value) {
        if (value == null) {
            return "-";
        }
        return String.format(Locale.ROOT, Math.abs(value) < 2 ? "%.3f" : "%.1f", value);
    }
}
