package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jcstress plays the {@link Races} in JVMs of its own, for some seconds; {@code -Djcstress.scale=50} for as many times as long. */
@Tag("instrumented")
class RacesTest {
    private static final int MILLIS = 100 * Integer.getInteger("jcstress.scale", 1);

    @TempDir
    Path folder;

    @Test
    void nobodySeesWhatWasNeverThere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.openjdk.jcstress.Main",
                        "-t",
                        "Races",
                        "-f",
                        "1",
                        "-fsm",
                        "1",
                        "-iters",
                        "2",
                        "-time",
                        Integer.toString(MILLIS),
                        "-sc",
                        "false",
                        "-r",
                        folder.toString(),
                        "-jvmArgs",
                        "--add-modules jdk.incubator.vector -Xmx256m"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("5 passed, 0 failed, 0 soft errs, 0 hard errs");
    }
}
