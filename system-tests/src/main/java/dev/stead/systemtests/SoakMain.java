package dev.stead.systemtests;

import dev.stead.systemtests.rows.FaultMatrix;
import dev.stead.systemtests.rows.Result;
import dev.stead.systemtests.rows.Row;
import dev.stead.systemtests.rows.RowContext;
import dev.stead.systemtests.rows.RowContext.Size;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of {@code ./stead soak}. */
@Command(
        name = "soak",
        description =
                "Runs rows of the fault matrix (docs/faults.md) against real service processes; prints one line per row.",
        footer = {
            "",
            "Exit code: 0 if every row passed, 1 if one failed, 2 if the command line is wrong.",
            "",
            "Examples:",
            "  ./stead soak                              all rows at full size; takes hours",
            "  ./stead soak --rows M1,N2 --size ci       two rows as ./stead test runs them",
            "  ./stead soak --rows M1-sqlite --seed 42   repeat one row with the seed that it printed",
            "  ./stead soak --list                       list the rows"
        },
        mixinStandardHelpOptions = true)
public final class SoakMain implements Callable<Integer> {
    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "ROW",
            description = "rows, such as M1 or M1-sqlite (default: all)")
    private Set<String> rows = new TreeSet<>();

    @Option(names = "--size", defaultValue = "full", description = "ci or full (default: ${DEFAULT-VALUE})")
    private String size = "full";

    @Option(names = "--seed", description = "of all random (default: the time)")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            description =
                    "injects no fault into a row after this many minutes; the row says how many it injected (default: no limit)")
    private int minutes = (int) Duration.ofDays(30).toMinutes();

    @Option(names = "--folder", description = "working folder of processes and clients (default: a temporary one)")
    private @Nullable Path folder;

    @Option(names = "--list", description = "list the rows and run none")
    private boolean list;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private SoakMain() {}

    /** Exits with the codes that {@code --help} lists. */
    public static void main(String[] arguments) {
        // A row reports by its line. Services in this process would log every fault; separate processes log to the
        // row's folder.
        System.setProperty("STEAD_LOG_LEVEL", "off");
        System.exit(new CommandLine(new SoakMain())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("stead soak: " + failure.getMessage());
                    return failure instanceof IllegalArgumentException ? 2 : 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Row> chosen = FaultMatrix.named(rows);
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            chosen.forEach(row -> out.printf("%-15s %s%n", row.name(), row.proves()));
            return 0;
        }
        Size rowSize = size(size);
        boolean passed = true;
        for (Row row : chosen) {
            passed &= run(row, rowSize);
        }
        return passed ? 0 : 1;
    }

    private static Size size(String word) {
        return switch (word) {
            case "ci" -> Size.CI;
            case "full" -> Size.FULL;
            default -> throw new IllegalArgumentException("--size must be ci or full, not " + word);
        };
    }

    private boolean run(Row row, Size rowSize) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long random = seed == null ? System.nanoTime() : seed;
        Path parent = folder == null ? Files.createTempDirectory("stead-soak") : folder;
        Path own = parent.resolve(row.name() + "-" + random);
        // Leftovers of an earlier run with this seed would be read by this one.
        delete(own);
        Files.createDirectories(own);
        long start = System.nanoTime();
        var context = new RowContext(
                rowSize,
                random,
                own,
                InstantSource.system(),
                System::nanoTime,
                start + Duration.ofMinutes(minutes).toNanos(),
                words -> report(err, row, words));
        Result result = null;
        Throwable failure = null;
        try {
            result = row.run(context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        } catch (Exception e) {
            failure = e;
        }
        boolean passed = result != null && result.passed();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.printf(
                "%s %s %s seconds=%s seed=%s%n",
                row.name(), passed ? "pass" : "FAIL", result == null ? "" : result, took.toSeconds(), random);
        out.flush();
        if (passed) {
            delete(own);
        } else {
            report(err, row, "its files are in " + own);
            if (result != null) {
                result.failures().forEach(reason -> report(err, row, reason));
            }
            if (failure != null) {
                failure.printStackTrace(err);
            }
            err.flush();
        }
        return passed;
    }

    private static void report(PrintWriter err, Row row, String words) {
        err.println("  " + row.name() + ": " + words);
        err.flush();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
