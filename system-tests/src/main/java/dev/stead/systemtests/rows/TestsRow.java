package dev.stead.systemtests.rows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A row that tests of the modules prove: they run again here, in a JVM of their own and at the row's size. In a build the modules run them
 * themselves. A class of which nothing ran proves nothing, and fails the row.
 */
public final class TestsRow implements Row {
    private static final Duration TIMEOUT = Duration.ofHours(2);
    /** As in the modules' poms: a test's own JVM may use what a service's does. */
    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-modules=jdk.incubator.vector",
            "-XX:+EnableDynamicAgentLoading");

    private final String name;
    private final String proves;
    private final List<String> tests;
    private final Map<String, String> environment;
    private final boolean together;

    private TestsRow(
            String name, String proves, List<String> tests, Map<String, String> environment, boolean together) {
        this.name = name;
        this.proves = proves;
        this.tests = tests;
        this.environment = environment;
        this.together = together;
    }

    /** @param tests names of classes, after {@code dev.stead.} */
    static TestsRow of(String name, String proves, String... tests) {
        return new TestsRow(name, proves, named(tests), Map.of(), true);
    }

    /** Jazzer looks for one method in a JVM, and leaves what it found where it runs. Without the variable it tries the seeds only. */
    static TestsRow fuzzing(String name, String proves, String... methods) {
        return new TestsRow(name, proves, named(methods), Map.of("JAZZER_FUZZ", "1"), false);
    }

    private static List<String> named(String... tests) {
        return List.of(tests).stream().map(test -> "dev.stead." + test).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String proves() {
        return proves;
    }

    /** The classes, or their methods after a {@code #}. */
    public List<String> tests() {
        return tests;
    }

    @Override
    public Result run(RowContext context) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        if (together) {
            lines.addAll(run(context, tests));
        } else {
            for (String test : tests) {
                lines.addAll(run(context, List.of(test)));
                context.progress().accept("tried " + test);
            }
        }
        return result(lines);
    }

    private List<String> run(RowContext context, List<String> chosen) throws IOException, InterruptedException {
        Path report = Files.createTempFile(context.folder(), "tests", ".report");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-Djava.io.tmpdir=" + context.folder());
        command.add("-Ddev.stead.testSize=" + (context.size() == RowContext.Size.FULL ? "full" : "ci"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TestsMain.class.getName()));
        command.add(report.toString());
        command.addAll(chosen);
        Path log = context.folder().resolve("tests.log");
        var builder = new ProcessBuilder(command)
                .directory((together ? home() : context.folder()).toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("STEAD_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = new ArrayList<>();
        if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            lines.add(String.join("\t", TestsMain.FAILED, "the JVM of the tests did not end as it should; see " + log));
        }
        lines.addAll(Files.readAllLines(report));
        return lines;
    }

    private Result result(List<String> lines) {
        Map<String, Integer> passed = new TreeMap<>();
        Map<String, String> figures = new LinkedHashMap<>();
        List<String> failed = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split("\t", -1);
            switch (words[0]) {
                case TestsMain.PASSED -> passed.merge(words[1], 1, Integer::sum);
                case TestsMain.FIGURE -> figures.merge(words[1], words[2], TestsRow::sum);
                default -> failed.add(line.substring(words[0].length() + 1).replace('\t', ' '));
            }
        }
        var result = new Result()
                .figure(
                        "tests",
                        passed.values().stream().mapToInt(count -> count).sum());
        figures.forEach(result::figure);
        for (String test : tests) {
            String type = test.replaceFirst("#.*", "");
            result.require(passed.containsKey(type), "vacuous: no test of " + type + " passed");
        }
        return result.none("failed", failed);
    }

    /** Of a test that runs several times. */
    private static String sum(String one, String other) {
        return one.matches("\\d+") && other.matches("\\d+")
                ? Long.toString(Long.parseLong(one) + Long.parseLong(other))
                : other;
    }

    /** The module's folder, in which its tests run: {@code target} is in it, and the program's classes are in that. */
    private static Path home() {
        try {
            Path folder = Path.of(TestsRow.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (!folder.endsWith("target")) {
                folder = Objects.requireNonNull(folder.getParent(), "the program is not in a module's target");
            }
            return Objects.requireNonNull(folder.getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
