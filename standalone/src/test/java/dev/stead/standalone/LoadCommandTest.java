package dev.stead.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadCommandTest {
    /** Each as it stands there, but small. */
    @Test
    void theRealGhzIsAnsweredForEveryCommandOfThePage() throws Exception {
        String ghz = ghz();
        List<String> commands = Files.readAllLines(Path.of("../docs/load-test.md")).stream()
                .filter(line -> line.startsWith("./stead load"))
                .map(line -> line.replaceFirst("\\s*#.*", "").substring("./stead load".length()))
                .toList();
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            List<String> words = new ArrayList<>(List.of(command.strip().split("\\s+")));
            words.removeIf(String::isEmpty);
            set(words, "--rate", "20");
            set(words, "--duration", "1s");
            set(words, "--subjects", "20");
            set(words, "--ghz", ghz);
            words.addFirst("load");
            assertThat(StandaloneMain.run(words.toArray(String[]::new)))
                    .as(command)
                    .isZero();
        }
    }

    @Test
    void aGeneratorThatCannotBeStartedIsSaid() {
        assertThat(load("--duration", "1s", "--ghz", "/nowhere/ghz")).isOne();
    }

    @Test
    void wordsThatMakeNoSenseAreRefused() {
        assertThat(load("--rate", "0")).isEqualTo(2);
        assertThat(load("--duration", "46s")).isEqualTo(2);
        assertThat(load("identify-twice")).isEqualTo(2);
    }

    private static void set(List<String> words, String option, String value) {
        int place = words.indexOf(option);
        if (place >= 0) {
            words.set(place + 1, value);
        } else {
            words.addAll(List.of(option, value));
        }
    }

    private static int load(String... words) {
        return StandaloneMain.run(Stream.concat(Stream.of("load", "--subjects", "20"), Stream.of(words))
                .toArray(String[]::new));
    }

    private static String ghz() throws Exception {
        Process fetch = new ProcessBuilder("sh", "fetch-ghz")
                .redirectError(Redirect.INHERIT)
                .start();
        String where = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(fetch.waitFor()).isZero();
        return where;
    }
}
