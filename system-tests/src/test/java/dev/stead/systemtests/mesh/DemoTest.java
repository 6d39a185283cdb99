package dev.stead.systemtests.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.standalone.StandaloneMain;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final String FACES =
            Path.of("../terminal-client/node_modules").toAbsolutePath().toString();

    @Test
    void theWholeJourneyHoldsInOneProcess() {
        assertThat(StandaloneMain.run("demo", "--faces", FACES)).isZero();
    }

    @Test
    void theWholeJourneyHoldsInSeparateProcesses(@TempDir Path home) throws Exception {
        try (var mesh = SeparateServices.start(home)) {
            assertThat(StandaloneMain.run(mesh.with("demo", "--faces", FACES, "--subjects", "30")))
                    .isZero();
            assertThat(mesh.matcherMetrics())
                    .as("who holds a task for the terminal is identified in its ring")
                    .anyMatch(line -> line.matches("stead_identified_in_ring_total\\{.*ring=\"terminal\".*} [1-9].*"));
            mesh.stop();
            assertThat(mesh.exitCodes()).as("SIGTERM drains and ends").containsOnly(128 + 15);
        }
    }

    @Test
    void aJourneyThatDoesNotHoldIsSaid(@TempDir Path home) {
        // Nothing listens there.
        assertThat(StandaloneMain.run("demo", "--faces", FACES, "--home", home.toString(), "--matcher", "localhost:1"))
                .isOne();
    }
}
