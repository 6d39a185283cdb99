package dev.stead.systemtests.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the test classes or methods that are its arguments. Before them comes the file to which it writes what a {@link TestsRow} asks, a
 * line for each.
 */
final class TestsMain implements TestExecutionListener {
    /** Begins the line of a test that passed; after a tab comes its class. */
    static final String PASSED = "passed";
    /** Of a test that did not run to its end, with the reason. */
    static final String FAILED = "failed";
    /** Of a figure that a test published: name, tab, value. */
    static final String FIGURE = "figure";

    private final List<String> lines = new ArrayList<>();

    private TestsMain() {}

    static void main(String[] arguments) throws IOException {
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(arguments)
                        .skip(1)
                        .map(name -> name.contains("#")
                                ? DiscoverySelectors.selectMethod(name)
                                : DiscoverySelectors.selectClass(name))
                        .toList())
                .build();
        Launcher launcher = LauncherFactory.create();
        var listener = new TestsMain();
        launcher.execute(tests, listener);
        Files.write(Path.of(arguments[0]), listener.lines);
        // A test may have left a thread behind.
        System.exit(0);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    add(PASSED, classOf(test));
                }
            }
            case FAILED, ABORTED -> {
                Throwable reason = result.getThrowable().orElseGet(() -> new AssertionError("no reason"));
                reason.printStackTrace();
                add(FAILED, classOf(test), test.getDisplayName(), String.valueOf(reason.getMessage()));
            }
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        add(FAILED, classOf(test), test.getDisplayName(), "skipped: " + reason);
    }

    @Override
    public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        Map<String, String> figures = new TreeMap<>(entry.getKeyValuePairs());
        figures.forEach((name, value) -> add(FIGURE, name, value));
    }

    private void add(String... words) {
        lines.add(String.join("\t", words).replaceAll("[\\r\\n]+", " "));
    }

    private static String classOf(TestIdentifier test) {
        return test.getSource()
                .map(source -> switch (source) {
                    case MethodSource method -> method.getClassName();
                    case ClassSource type -> type.getClassName();
                    default -> "";
                })
                .orElse("");
    }
}
