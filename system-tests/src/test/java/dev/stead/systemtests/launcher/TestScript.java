package dev.stead.systemtests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Runs the scripts of the tests, and what they start. What they leave is in a folder. */
public final class TestScript {
    /** Of the repository. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Path SHELL = ROOT.resolve("system-tests/src/test/shell");

    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();

    /** In this folder its commands run. */
    public TestScript(Path folder) {
        this.folder = folder;
    }

    /** Adds an environment variable for all commands from now on. */
    public TestScript with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** A script of {@code src/test/shell}. */
    static String shell(String name) {
        return SHELL.resolve(name).toString();
    }

    /** What a command printed, however it ended. */
    public List<String> run(Duration timeout, String... command) throws IOException, InterruptedException {
        return end(timeout, command).lines;
    }

    /** What a command printed that must succeed. */
    public List<String> require(Duration timeout, String... command) throws IOException, InterruptedException {
        Ended ended = end(timeout, command);
        assertThat(ended.exitCode)
                .as("%s printed:%n%s", String.join(" ", command), String.join("\n", ended.lines))
                .isZero();
        return ended.lines;
    }

    private record Ended(int exitCode, List<String> lines) {}

    private Ended end(Duration timeout, String... command) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("STEAD_"));
        builder.environment().putAll(settings);
        Process process = builder.start();
        boolean inTime;
        try {
            inTime = process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(printed, StandardCharsets.ISO_8859_1);
        assertThat(inTime)
                .as("%s ends within %s; it printed:%n%s", command[0], timeout, String.join("\n", lines))
                .isTrue();
        return new Ended(process.exitValue(), lines);
    }

    /** A copy of {@code ./stead} whose commands run on the class path of these tests, without a build. */
    public Path stead() throws IOException, InterruptedException {
        Path tree = folder.resolve("tree");
        List<String> _ = require(
                Duration.ofMinutes(5),
                shell("tree.sh"),
                ROOT.toString(),
                classPath().toString(),
                tree.toString());
        return tree.resolve("stead");
    }

    /** A jar whose manifest names the class path of these tests. */
    Path classPath() throws IOException {
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
        return jar;
    }
}
