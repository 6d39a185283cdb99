package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of this module's pages are commands that it takes; how large they are is not for a test. */
class ExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?m)^\\./stead ((?:bench|index-bench|recall-report|churn-bench|tasks-bench|settle-bench)\\b[^#\n]*)");

    static Stream<String> examples() {
        return Stream.of("benchmarks.md", "index-bench.md", "embeddings.md").flatMap(page -> {
            List<String> found = EXAMPLE.matcher(read(page))
                    .results()
                    .map(example -> example.group(1).strip())
                    .toList();
            assertThat(found).as(page).isNotEmpty();
            return found.stream();
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theyAreTaken(String example) {
        assertThatCode(() -> BenchmarksMain.commandLine(new ByteArrayInputStream(new byte[0]))
                        .parseArgs(example.split(" +", -1)))
                .doesNotThrowAnyException();
    }

    private static String read(String page) {
        try {
            return Files.readString(Path.of("..", "docs", page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
