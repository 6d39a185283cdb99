package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Galleries of 200 and 400 templates of 64 dimensions, seed 1. */
class RecallReportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void everyEngineIsComparedAndEveryPlotDrawn() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = report(out, errors, "--sizes", "200,400", "--engines", "flat,hnswlib,stead", "--seconds", "0.01");

        assertThat(code).as(errors.toString()).isZero();
        assertThat(out.toString().strip()).isEqualTo(folder.resolve("report.md").toString());
        String page = Files.readString(folder.resolve("report.md"));
        assertThat(page)
                .contains("`./stead recall-report --sizes 200,400")
                .contains("\n| 200 | flat | exact | 1.0000 | 1.0000 | 1.0000 | 1.0000 |")
                .contains("\n| 400 | hnswlib | 800 | 1.0000 | 1.0000 |")
                .containsPattern("\n\\| 400 \\| flat \\| exact \\| \\d+ \\| 1.0x \\| \\d+\\.\\dx \\|\n")
                .containsPattern("\n\\| 400 \\| 0\\.\\d{4} \\| 0.550 \\|");
        for (String plot : new String[] {"agreement", "decisions", "recall10", "growth", "latency", "errors"}) {
            assertThat(page).contains("(" + plot + ".svg)");
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(withoutDoctype(folder.resolve(plot + ".svg"))))
                            .getElementsByTagName("path")
                            .getLength())
                    .as(plot)
                    .isPositive();
            assertThat(ImageIO.read(folder.resolve(plot + ".png").toFile()).getWidth())
                    .isEqualTo(1840);
        }
    }

    @Test
    void oneSizeHasNoGrowth() throws Exception {
        int code = report(
                new StringWriter(), new StringWriter(), "--sizes", "200", "--engines", "flat", "--seconds", "0.01");

        assertThat(code).isZero();
        assertThat(folder.resolve("growth.svg")).doesNotExist();
        assertThat(Files.readString(folder.resolve("report.md"))).doesNotContain("growth");
    }

    @Test
    void aGalleryOfNobodyIsRefused() {
        StringWriter errors = new StringWriter();

        assertThat(report(new StringWriter(), errors, "--sizes", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--sizes and --build-threads must be at least 1");
    }

    private int report(StringWriter out, StringWriter errors, String... more) {
        String[] common = {
            "--out", folder.toString(), "--data", folder.resolve("data").toString(), "--dim", "64", "--probes", "100"
        };
        return BenchmarksMain.commandLine(new ByteArrayInputStream(new byte[0]))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(Stream.of(new String[] {"recall-report"}, more, common)
                        .flatMap(Arrays::stream)
                        .toArray(String[]::new));
    }

    /** The document type names an address, which a parser would fetch. */
    private static byte[] withoutDoctype(Path svg) throws Exception {
        return Files.readString(svg).replaceFirst("(?s)<!DOCTYPE.*?>", "").getBytes(StandardCharsets.UTF_8);
    }
}
