package dev.stead.benchmarks.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** On two small stores: that it runs and that every answer holds the subject's tasks, not how fast. */
class TasksBenchTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void comparesTwoStoresAndUsesThemAgain() {
        for (int run = 0; run < 2; run++) {
            var out = new StringWriter();
            var errors = new StringWriter();
            int code = new CommandLine(new TasksBench(InstantSource.system()))
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(errors))
                    .execute(
                            "--tasks=60,600",
                            "--subject-tasks=20",
                            "--rate=20",
                            "--seconds=0.5",
                            "--warm-up=0.1",
                            "--rounds=2",
                            "--keys=" + folder,
                            "--url=sqlite:" + folder.resolve("{tasks}.db"));
            assertThat(code).as("%s", errors).isZero();
            assertThat(out.toString()).contains("p99 ms", "ratio of the last to the first", "stead_cache_");
        }
    }
}
