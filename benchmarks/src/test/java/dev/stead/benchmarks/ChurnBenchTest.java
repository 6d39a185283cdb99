package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.benchmarks.data.DataSet;
import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.benchmarks.data.Population;
import dev.stead.benchmarks.engine.Engines;
import dev.stead.benchmarks.engine.PortEngine;
import dev.stead.matcher.index.VectorIndex;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** At tiny sizes, seed 1: what is measured, not how fast it is. */
class ChurnBenchTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest
    @EnumSource(Engines.class)
    void bothMeasurementsArePrinted(Engines engine) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = churn(out, errors, "--engine", engine.name(), "--rows", "300", "--turnovers", "2");

        assertThat(code).as(errors.toString()).isZero();
        assertThat(out.toString().lines().toList())
                .hasSize(2)
                .satisfiesExactly(
                        turnovers -> assertThat(turnovers)
                                .startsWith(
                                        "{\"peer\":\"" + engine.name().toLowerCase(Locale.ROOT)
                                                + "\",\"test\":\"turnovers\",\"n\":300,\"dim\":64,\"turnovers\":2,\"agree1\":1.00000,"
                                                + "\"fresh_agree1\":1.00000,\"decide1\":1.00000,\"fresh_decide1\":1.00000,\"mean_us\":")
                                .contains("\"mean_ratio\":", "\"fresh_p99_us\":")
                                .endsWith("\"unreachable\":0,\"surplus\":0}"),
                        beside -> assertThat(beside)
                                .contains(
                                        "\"test\":\"beside-inserts\"",
                                        "\"greatest_inserts\":",
                                        "\"inserts\":",
                                        "\"p99_ratio\":"));
    }

    @Test
    void nobodyIsNotAGallery() {
        StringWriter errors = new StringWriter();

        assertThat(churn(new StringWriter(), errors, "--rows", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--rows and --probes must be at least 1");
    }

    @Test
    void turnoversEraseAndPutEverybodyAndEndWithTheGallery() {
        DataSet files = DataSet.write(folder, new DataSet.Plan(120, 1, 64, 1));
        try (MappedEmbeddingFile gallery = MappedEmbeddingFile.open(files.gallery(), 64, 0);
                PortEngine engine = PortEngine.of(Engines.FLAT, 64)) {
            VectorIndex index = engine.index();
            GalleryChurn turnovers = new GalleryChurn(gallery, new Population(64, 1), 1);
            List<Integer> begun = new ArrayList<>();
            turnovers.run(index, 3, begun::add);

            assertThat(begun).containsExactly(0, 1, 2, 3);
            assertThat(index.size()).isEqualTo(120);
            assertThat(index.epoch()).isEqualTo(120 * (4 + 3));
            assertThat(turnovers.unreachable(index)).isZero();
            index.erase(7);
            assertThat(turnovers.unreachable(index)).isOne();
        }
    }

    @Test
    void besideInsertsTheIndexIsLeftAsItWas() {
        Population people = new Population(64, 1);
        try (PortEngine engine = PortEngine.of(Engines.FLAT, 64)) {
            VectorIndex index = engine.index();
            for (int row = 0; row < 100; row++) {
                index.put(row, MemorySegment.ofArray(people.sample(row, 0)));
            }
            SearchUnderInserts.Measured measured =
                    new SearchUnderInserts(index, people.sample(3, 1), people, 5, System::nanoTime).run(0.05);

            assertThat(measured.greatestInserts()).isPositive();
            assertThat(measured.inserts()).isPositive();
            assertThat(measured.quiet().getTotalCount())
                    .isEqualTo(measured.beside().getTotalCount())
                    .isPositive();
            assertThat(index.size()).isEqualTo(100);
        }
    }

    @Test
    void whoWaitsBehindASlowCallIsCountedToo() {
        AtomicLong clock = new AtomicLong();
        // Every reading takes a microsecond; the first call 500, the others none; one is due every 50.
        Histogram times =
                OpenLoop.run(20_000, 0.0005, () -> clock.addAndGet(1_000), i -> clock.addAndGet(i == 0 ? 500_000 : 0));

        assertThat(times.getTotalCount()).isEqualTo(10);
        assertThat(times.getMinValue()).isGreaterThan(40_000);
        assertThat(times.getMaxValue()).isBetween(500_000L, 510_000L);
        assertThat(times.getMean()).isBetween(250_000.0, 320_000.0);
    }

    private int churn(StringWriter out, StringWriter errors, String... more) {
        List<String> arguments = new ArrayList<>(List.of("churn-bench", "--data", folder.toString()));
        arguments.addAll(List.of("--dim", "64", "--probes", "60", "--seconds", "0.03"));
        arguments.addAll(List.of(more));
        return BenchmarksMain.commandLine(new ByteArrayInputStream(new byte[0]))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(arguments.toArray(String[]::new));
    }
}
