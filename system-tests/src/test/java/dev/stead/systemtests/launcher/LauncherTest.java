package dev.stead.systemtests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    private static final Path ROOT = TestScript.ROOT;
    private static final String UNIT = "systemd/stead@.service";

    @TempDir
    Path folder;

    /** The cases are in launcher.sh; each prints a line. */
    @Test
    void itRunsWhereverAndHoweverItIsStarted() throws Exception {
        List<String> lines = run(
                "bash",
                TestScript.shell("launcher.sh"),
                ROOT.toString(),
                new TestScript(folder).classPath().toString());

        assertThat(lines).allMatch(line -> line.startsWith("OK "));
        assertThat(lines).hasSize(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"matcher", "task", "payment"})
    void theUnitOfEachServiceIsValid(String service) throws Exception {
        String unit = Files.readString(ROOT.resolve(UNIT));
        assertThat(unit).contains("ExecStart=/opt/stead/stead %i\n");
        Path installed = Files.writeString(
                folder.resolve("stead@" + service + ".service"),
                unit.replace("ExecStart=/opt/stead", "ExecStart=" + ROOT));

        assertThat(run("systemd-analyze", "verify", "--man=no", installed.toString()))
                .isEmpty();
        assertThat(Files.readString(ROOT.resolve("stead"))).contains("\n" + service + "|");
    }

    /** A word that systemd does not know is a warning only, which nobody reads. */
    @Test
    void aMistakeInTheUnitWouldBeSeen() throws Exception {
        Path wrong = Files.writeString(
                folder.resolve("stead@task.service"),
                Files.readString(ROOT.resolve(UNIT))
                        .replace("/opt/stead/stead", ROOT + "/stead")
                        .replace("KillMode=", "KilMode="));

        assertThat(run("systemd-analyze", "verify", "--man=no", wrong.toString()))
                .anySatisfy(line -> assertThat(line).contains("KilMode"));
    }

    private List<String> run(String... command) throws Exception {
        return new TestScript(folder).run(Duration.ofMinutes(5), command);
    }
}
