package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A moment of it: a service process for each of two small stores. */
class TasksBenchTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void measuresEveryNumberOfTasksAndTheCaches() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = BenchmarksMain.commandLine(InputStream.nullInputStream())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "tasks-bench",
                        "--tasks",
                        "200,400",
                        "--rate",
                        "100",
                        "--seconds",
                        "1",
                        "--warm-up",
                        "1",
                        "--rounds",
                        "1",
                        "--keys",
                        folder.toString(),
                        "--url",
                        "sqlite:" + folder + "/{tasks}.db");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern(" 200 +100 ")
                .containsPattern(" 400 +100 ")
                .contains("ratio of the last to the first")
                .containsPattern("ready +[1-9][0-9,]* +9[0-9]\\.\\d\\d %");
    }
}
