package dev.stead.systemtests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String UNIT = "systemd/stead@.service";

    @TempDir
    Path folder;

    /** The cases are in launcher.sh; each prints a line. */
    @Test
    void itRunsWhereverAndHoweverItIsStarted() throws Exception {
        List<String> lines = run(
                "bash",
                ROOT.resolve("system-tests/src/test/shell/launcher.sh").toString(),
                ROOT.toString(),
                classPath());

        assertThat(lines).allMatch(line -> line.startsWith("OK "));
        assertThat(lines).hasSize(24);
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

    private List<String> run(String... command) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(printed, StandardCharsets.ISO_8859_1);
    }

    /** A jar whose manifest names the class path of these tests. */
    private String classPath() throws IOException {
        String entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, entries);
        Path jar = folder.resolve("tests.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                var packed = new JarOutputStream(out, manifest)) {
            packed.finish();
        }
        return jar.toString();
    }
}
