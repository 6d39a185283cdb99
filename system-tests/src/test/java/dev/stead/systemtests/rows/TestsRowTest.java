package dev.stead.systemtests.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.systemtests.rows.RowContext.Size;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

class TestsRowTest {
    @TempDir
    Path folder;

    static List<TestsRow> rows() {
        return FaultMatrix.byTests();
    }

    /** The modules run them in a build: here only that no row has lost its proof. */
    @ParameterizedTest
    @MethodSource("rows")
    void everyTestThatARowNamesIsThere(TestsRow row) throws Exception {
        for (String test : row.tests()) {
            String[] classAndMethod = test.replaceFirst("\\(.*", "").split("#", -1);
            assertThat(Class.forName(classAndMethod[0], false, TestsRowTest.class.getClassLoader())
                            .getDeclaredMethods())
                    .as(test)
                    .filteredOn(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                    .anyMatch(method ->
                            classAndMethod.length == 1 || method.getName().equals(classAndMethod[1]));
        }
    }

    @Test
    void aRowPassesIfEachOfItsClassesRanAndNoneFailed() throws Exception {
        Result held = run("Passing");

        assertThat(held.failures()).isEmpty();
        assertThat(held).hasToString("tests=2 cases=7 failed=0");
    }

    @Test
    void aRowFailsByATestThatFailsAndByAClassOfWhichNothingRan() throws Exception {
        Result broken = run("Failing", "Idle");

        assertThat(broken.failures())
                .anyMatch(failure -> failure.contains("it is broken"))
                .anyMatch(failure -> failure.contains("vacuous") && failure.contains("Idle"));
    }

    private Result run(String... examples) throws Exception {
        String[] names = new String[examples.length];
        for (int i = 0; i < examples.length; i++) {
            names[i] = "systemtests.rows.TestsRowTest$" + examples[i];
        }
        return TestsRow.of("example", "nothing", names)
                .run(new RowContext(
                        Size.CI, 1, folder, InstantSource.system(), System::nanoTime, Long.MAX_VALUE, _ -> {}));
    }

    /** Run by the row only. */
    static final class Passing {
        @ParameterizedTest
        @ValueSource(strings = {"3", "4"})
        void publishesItsCases(String cases, TestReporter reporter) {
            reporter.publishEntry(Map.of("cases", cases));
        }
    }

    static final class Failing {
        @Test
        void fails() {
            throw new AssertionError("it is broken");
        }
    }

    static final class Idle {
        @Test
        @Disabled("as the test wants it")
        void doesNotRun() {}
    }
}
