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
        description = "Runs rows of the fault matrix (docs/faults.md) against real service processes; one line a row.",
        footer = {
            "",
            "Exit code: 0 if every row passed, 1 if one did not, 2 for a command line that cannot be understood.",
            "",
            "Examples:",
            "  ./stead soak                              all rows at full size; takes hours",
            "  ./stead soak --rows M1,N2 --size ci       two rows as ./stead test runs them",
            "  ./stead soak --rows M1-sqlite --seed 42   one row again with the seed that it printed",
            "  ./stead soak --list                       what there is"
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

    @Option(names = "--seed", description = "of all chance (default: the time)")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            description =
                    "a row begins no fault after so long, and says how many it made (default: as many as it takes)")
    private int minutes = (int) Duration.ofDays(30).toMinutes();

    @Option(names = "--folder", description = "where processes and clients write (default: a temporary one)")
    private @Nullable Path folder;

    @Option(names = "--list", description = "lists the rows and runs none")
    private boolean list;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private SoakMain() {}

    /** Runs, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // A row speaks by its line. What runs within this process would log each fault; processes of their own log to
        // the row's folder.
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
        Size howMuch = size(size);
        boolean passed = true;
        for (Row row : chosen) {
            passed &= run(row, howMuch);
        }
        return passed ? 0 : 1;
    }

    private static Size size(String word) {
        return switch (word) {
            case "ci" -> Size.CI;
            case "full" -> Size.FULL;
            default -> throw new IllegalArgumentException("--size is ci or full, not " + word);
        };
    }

    private boolean run(Row row, Size howMuch) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long chance = seed == null ? System.nanoTime() : seed;
        Path parent = folder == null ? Files.createTempDirectory("stead-soak") : folder;
        Path own = parent.resolve(row.name() + "-" + chance);
        // What an earlier run with this seed left would be found by this one.
        delete(own);
        Files.createDirectories(own);
        long start = System.nanoTime();
        var circumstances = new RowContext(
                howMuch,
                chance,
                own,
                InstantSource.system(),
                System::nanoTime,
                start + Duration.ofMinutes(minutes).toNanos(),
                words -> tell(err, row, words));
        Result result = null;
        Throwable failure = null;
        try {
            result = row.run(circumstances);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        } catch (Exception e) {
            failure = e;
        }
        boolean passed = result != null && result.passed();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.printf(
                "%s %s %s seconds=%d seed=%d%n",
                row.name(), passed ? "pass" : "FAIL", result == null ? "" : result, took.toSeconds(), chance);
        out.flush();
        if (passed) {
            delete(own);
        } else {
            tell(err, row, "what it left is in " + own);
            if (result != null) {
                result.failures().forEach(reason -> tell(err, row, reason));
            }
            if (failure != null) {
                failure.printStackTrace(err);
            }
            err.flush();
        }
        return passed;
    }

    private static void tell(PrintWriter err, Row row, String words) {
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
