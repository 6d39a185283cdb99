package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.benchmarks.suites.EligibilityBenchmark;
import dev.stead.benchmarks.suites.InsertBenchmark;
import dev.stead.benchmarks.suites.KernelBenchmark;
import dev.stead.benchmarks.suites.RepeatBenchmark;
import dev.stead.benchmarks.suites.RingBenchmark;
import dev.stead.benchmarks.suites.SearchBenchmark;
import dev.stead.benchmarks.suites.SignatureBenchmark;
import dev.stead.benchmarks.suites.SimilarityBenchmark;
import dev.stead.matcher.index.NativeBenchmark;
import dev.stead.matcher.index.SketchBenchmark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs here, for a moment and in this process, so that none can rot. */
class SuitesTest {
    private static final Set<Class<?>> SUITES = Set.of(
            KernelBenchmark.class,
            SketchBenchmark.class,
            SignatureBenchmark.class,
            RepeatBenchmark.class,
            RingBenchmark.class,
            NativeBenchmark.class,
            SimilarityBenchmark.class,
            SearchBenchmark.class,
            InsertBenchmark.class,
            EligibilityBenchmark.class);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void similarityRuns() throws Exception {
        assertThat(run(SimilarityBenchmark.class, "dimension", "128", "1024")).hasSize(2 * 3);
    }

    @Test
    void searchRunsOnEveryEngine() throws Exception {
        assertThat(run(SearchBenchmark.class, "rows", "200")).hasSize(4);
    }

    @Test
    void identificationInARingRuns() throws Exception {
        assertThat(run(RingBenchmark.class, "rows", "200")).hasSize(4);
    }

    @Test
    void insertionAndSearchRunAloneAndTogether() throws Exception {
        assertThat(run(InsertBenchmark.class, "rows", "200")).hasSize(3 * 3);
    }

    @Test
    void kernelsRun() throws Exception {
        assertThat(run(KernelBenchmark.class, "length", "64", "192")).hasSize(2 * 4);
    }

    @Test
    void sketchesAreRead() throws Exception {
        assertThat(run(SketchBenchmark.class, "pages", "16")).hasSize(2 * 3);
    }

    /** In the set-up each kernel in C is compared with the plain loops. Needs a C compiler, and says so. */
    @Test
    void kernelsInCRun() throws Exception {
        assertThat(run(NativeBenchmark.class, "pages", "16", "32")).hasSize(5 * 3 + 3 * 2 * 2);
    }

    @Test
    void signaturesAreMadeAndVerified() throws Exception {
        // By the JDK and by AWS-LC.
        assertThat(new Runner(options(SignatureBenchmark.class).build()).run()).hasSize(2 * 7);
    }

    @Test
    void capturesAreComparedWithEarlierOnes() throws Exception {
        assertThat(new Runner(options(RepeatBenchmark.class).build()).run()).hasSize(2);
    }

    @Test
    void eligibilityRunsForEveryPlaceAndWindow() throws Exception {
        assertThat(run(EligibilityBenchmark.class, "window", "ONCE", "WEEKLY")).hasSize(2 * 3 * 2);
    }

    @Test
    void noSuiteIsForgottenHere() {
        Set<String> known = SUITES.stream().map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .stream()
                .map(entry -> entry.getUserClassQName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(all).isEqualTo(known);
    }

    @Test
    void theCommandTakesAPatternAndJmhsOptions() throws Exception {
        Path results = folder.resolve("results.json");
        StringWriter errors = new StringWriter();
        int code = new Suites(List.of(
                        "Similarity.*kernel",
                        "-p",
                        "dimension=256",
                        "-f",
                        "0",
                        "-wi",
                        "0",
                        "-i",
                        "1",
                        "-r",
                        "10ms",
                        "-v",
                        "SILENT",
                        "-rf",
                        "json",
                        "-rff",
                        results.toString()))
                .run(new PrintWriter(errors));

        assertThat(code).as(errors.toString()).isZero();
        assertThat(Files.readString(results)).contains("SimilarityBenchmark.kernel", "\"dimension\" : \"256\"");
    }

    @Test
    void aPatternThatFitsNothingIsAnError() throws Exception {
        StringWriter errors = new StringWriter();

        assertThat(new Suites(List.of("NoSuchBenchmark", "-v", "SILENT")).run(new PrintWriter(errors, true)))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("no benchmark matches");
    }

    private static Iterable<RunResult> run(Class<?> suite, String parameter, String... values) throws Exception {
        return new Runner(options(suite).param(parameter, values).build()).run();
    }

    private static ChainedOptionsBuilder options(Class<?> suite) {
        return new OptionsBuilder()
                .include(suite.getName())
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }
}
