package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.benchmarks.data.DataSet;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** On 600 rows of 64 dimensions (seed 1): the protocol, not the speed. */
class IndexBenchTest {
    private static final int PROBES = 50;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all
    private static DataSet files;

    @BeforeAll
    static void makeData() {
        files = DataSet.write(folder, new DataSet.Plan(600, PROBES, 64, 1));
    }

    private record Outcome(int exitCode, List<String> lines, String errors) {}

    private static Outcome run(String input, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "index-bench",
                "--gallery",
                files.gallery().toString(),
                "--probes",
                files.probes().toString(),
                "--dim",
                "64"));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine commandLine =
                BenchmarksMain.commandLine(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        int code = commandLine
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(arguments.toArray(String[]::new));
        return new Outcome(code, out.toString().lines().toList(), errors.toString());
    }

    @Test
    void exactSearchAgreesWithItself() {
        Outcome outcome = run(
                "", "--truth", files.truth().toString(), "--engine", "flat", "--seconds", "0.02", "--threads", "1,2");

        assertThat(outcome.exitCode).as(outcome.errors).isZero();
        assertThat(outcome.lines)
                .singleElement()
                .asString()
                .startsWith("{\"peer\":\"flat\",\"n\":600,\"dim\":64,\"setting\":\"exact\",\"agree1\":1.00000,"
                        + "\"decide1\":1.00000,\"recall1\":1.00000,\"rank1\":")
                .contains("\"recall10\":1.00000,\"qps1\":", "\"qps2\":", "\"p50_us\":", "\"p99_us\":")
                .contains("\"rss_mb\":", "\"index_mb\":", "\"build_s\":")
                .endsWith("}");
        assertThat(outcome.errors).contains("agree1", "600 x 64", "for 21 candidates");
        assertThat(folder).isDirectoryContaining("glob:**p.f32.exact-600-" + PROBES);
    }

    @Test
    void aWiderWalkAgreesMore() {
        Outcome outcome = run(
                "",
                "--truth",
                files.truth().toString(),
                "--engine",
                "HNSWLIB",
                "--settings",
                "10,600",
                "--seconds",
                "0.01");

        assertThat(outcome.exitCode).as(outcome.errors).isZero();
        assertThat(outcome.lines).hasSize(2);
        assertThat(outcome.lines.get(1)).contains("\"setting\":\"600\"", "\"agree1\":1.00000", "\"recall10\":1.00000");
    }

    @Test
    void aPartOfTheGalleryIsMeasuredAgainstThatPart() {
        Outcome outcome = run(
                "",
                "--truth",
                files.truth().toString(),
                "--engine",
                "flat",
                "--n",
                "100",
                "--first",
                "20",
                "--seconds",
                "0.01");

        assertThat(outcome.exitCode).as(outcome.errors).isZero();
        assertThat(outcome.lines).singleElement().asString().contains("\"n\":100", "\"agree1\":1.00000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flat", "hnswlib", "stead"})
    void aDriverGetsAnswersAndFiles(String engine) throws Exception {
        Path found = folder.resolve("found-" + engine + ".i32");
        String setting = engine.equals("hnswlib") ? "600" : "exact";
        Outcome outcome = run(
                "run " + setting + " 3 2 " + found + " 20\nrun " + setting + " 1 1 - 0\nquit\nrun " + setting
                        + " 1 1 - 0\n",
                "--interactive",
                "--engine",
                engine,
                "--name",
                "mine");

        assertThat(outcome.exitCode).as(outcome.errors).isZero();
        assertThat(outcome.lines).hasSize(3);
        assertThat(outcome.lines.get(0))
                .startsWith("{\"ready\":1,\"peer\":\"mine\",\"n\":600,\"build_s\":")
                .contains("\"rss_mb\":", "\"config\":\"");
        assertThat(outcome.lines.get(1))
                .startsWith("{\"setting\":\"" + setting + "\",\"k\":3,\"threads\":2,\"probes\":20,\"qps\":")
                .contains("\"p50_us\":", "\"p99_us\":", "\"cpu_s\":", "\"wall_s\":", "\"rss_mb\":");
        assertThat(outcome.lines.get(2)).contains("\"probes\":" + PROBES);
        assertThat(Arrays.stream(DataSet.readTruth(found)).boxed())
                .hasSize(20 * 3)
                .allMatch(row -> row >= 0 && row < 600);
    }

    @Test
    void aKeptIndexAnswersAsBefore() {
        Path kept = folder.resolve("kept.index");
        Path before = folder.resolve("before.i32");
        Path after = folder.resolve("after.i32");
        String[] options = {"--interactive", "--engine", "hnswlib", "--index", kept.toString()};
        run("run 40 5 1 " + before + " 0\n", options);
        assertThat(kept).isNotEmptyFile();
        run("run 40 5 1 " + after + " 0\n", options);

        assertThat(DataSet.readTruth(after)).containsExactly(DataSet.readTruth(before));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "walk 10 1 1 - 0",
                "run 10 1 1 -",
                "run ten 1 1 - 0",
                "run 0 1 1 - 0",
                "run 10 0 1 - 0",
                "run 10 1 0 - 0",
                "run 10 1 1 - 51",
                "run 10 1 -1 - 0",
                "run 10 99999999999 1 - 0"
            })
    void aLineThatCannotBeObeyedIsAnsweredAndTheNextOneServed(String line) {
        Outcome outcome = run(line + "\n\nrun 10 1 1 - 5\nquit\n", "--interactive", "--engine", "hnswlib");

        assertThat(outcome.exitCode).isZero();
        assertThat(outcome.lines).hasSize(3);
        assertThat(outcome.lines.get(1)).startsWith("{\"error\":\"");
        assertThat(outcome.lines.get(2)).contains("\"probes\":5");
    }

    @Test
    void anIndexThatCannotBeKeptIsBuilt() {
        Path kept = folder.resolve("not-kept.index");
        Outcome outcome = run("run 0.999:stop@0.55 5 1 - 0\n", "--interactive", "--index", kept.toString());

        assertThat(outcome.exitCode).as(outcome.errors).isZero();
        assertThat(outcome.lines.get(0)).contains("\"peer\":\"stead\"");
        assertThat(outcome.lines.get(1)).startsWith("{\"setting\":\"0.999:stop@0.55\"");
        assertThat(kept).doesNotExist();
    }

    @Test
    void withoutTruthNothingCanBeJudged() {
        Outcome outcome = run("", "--engine", "flat");

        assertThat(outcome.exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(outcome.errors).contains("--truth is needed");
    }

    @Test
    void truthAboutFewerProbesIsRefused() throws Exception {
        Path shorter = Files.write(folder.resolve("short.i32"), new byte[8]);
        Outcome outcome = run("", "--engine", "flat", "--truth", shorter.toString());

        assertThat(outcome.exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(outcome.errors).contains("about 2 probes");
    }
}
