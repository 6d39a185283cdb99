package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A moment of it, on SQLite: pgbench is not among what the tests bring along. */
class SettleBenchTest {
    private static final Pattern ROW =
            Pattern.compile("SQLite +4 +[1-9][0-9,]* +synchronisations of its disk +[1-9][0-9,]* +\\d+\\.\\d\\d\n");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void measuresBothSidesAndLeavesNothingBehind() {
        int code = run(
                "--store",
                "sqlite",
                "--clients",
                "4",
                "--rounds",
                "2",
                "--seconds",
                "0.4",
                "--warm-up",
                "0.1",
                "--folder",
                folder.toString());

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).containsPattern(ROW);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThat(run("--clients", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--rounds", "5", "--seconds", "0.2")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--clients must be 1 to 1000");
    }

    private int run(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "settle-bench";
        System.arraycopy(words, 0, all, 1, words.length);
        return BenchmarksMain.commandLine(InputStream.nullInputStream())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
