package dev.stead.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.time.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A small report, through a matcher as a process of its own. */
class AccuracyReportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @Test
    void measuresThroughARunningMatcher() throws IOException {
        Path json = folder.resolve("accuracy.json");
        int code = execute(
                "--people=260",
                "--mated=60",
                "--rings=5,all,500",
                "--templates=3",
                "--frames=1,3",
                "--most=300",
                "--out=" + folder,
                "--json=" + json);

        assertThat(code).as(err.toString()).isZero();
        String figures = Files.readString(json);
        assertThat(figures)
                .startsWith("[{\"ring\":5,\"templates\":3,\"frames\":1,\"quality\":\"all\",\"target_fpir\":0.001000,")
                .endsWith("}]\n")
                .contains("\"ring\":0,\"templates\":3,\"frames\":3,\"quality\":\"low\"")
                .doesNotContain("\"ring\":500");
        assertThat(err.toString()).contains("no ring of 500 among 1");
        assertThat(Files.readString(folder.resolve("report.md"))).contains("![det](det.svg)", "---: |");
        assertThat(folder.resolve("fnir-by-ring.png")).isNotEmptyFile();

        List<Double> fnir = values(figures, "fnir");
        assertThat(fnir)
                .as("most people are recognised, and not all")
                .allMatch(share -> share < 0.8)
                .anyMatch(share -> share > 0);
        assertThat(values(figures, "observed_fpir")).as("strangers hardly ever").allMatch(share -> share < 0.05);
        assertThat(values(figures, "mated")).allMatch(mated -> mated > 0 && mated <= 300);
    }

    @Test
    void saysWhatIsWrongWithAnOption() {
        assertThat(execute("--rings=five")).isEqualTo(2);
        assertThat(execute("--target-fpir=0.5")).isEqualTo(2);
        assertThat(execute("--templates=11")).isEqualTo(2);
        assertThat(execute("--embeddings=g.f32")).isEqualTo(2);
        assertThat(execute("--scope=all")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--rings must be numbers or 'all', not five")
                .contains("--target-fpir must be 0.000001 to 0.05")
                .contains("--templates must be 1 to 10")
                .contains("--embeddings and --labels belong together")
                .contains("--scope must be ring or ring_then_all");
    }

    @Test
    void saysThatNobodyHasEnoughRows() {
        assertThat(execute("--people=20", "--mated=5", "--templates=10", "--frames=16", "--out=" + folder))
                .isEqualTo(2);
        assertThat(err.toString()).contains("nobody has the 26 rows that --templates and --frames need");
    }

    private int execute(String... options) {
        return new CommandLine(new AccuracyReport(new Environment(InstantSource.system(), new Random(1))))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(options);
    }

    private static List<Double> values(String json, String name) {
        List<Double> found = new ArrayList<>();
        var matcher = Pattern.compile("\"" + name + "\":([0-9.]+)").matcher(json);
        while (matcher.find()) {
            found.add(Double.valueOf(matcher.group(1)));
        }
        assertThat(found).as(name).isNotEmpty();
        return found;
    }
}
