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
    /** Each as on the page, but with small numbers. */
    @Test
    void everyCommandOfThePageWorksWithTheRealGhz() throws Exception {
        String ghz = ghz();
        List<String> commands = Files.readAllLines(Path.of("../docs/load-test.md")).stream()
                .filter(line -> line.startsWith("./stead load"))
                .map(line -> line.replaceFirst("\\s*#.*", "").substring("./stead load".length()))
                .toList();
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            List<String> arguments = new ArrayList<>(List.of(command.strip().split("\\s+")));
            arguments.removeIf(String::isEmpty);
            set(arguments, "--rate", "20");
            set(arguments, "--duration", "1s");
            set(arguments, "--subjects", "20");
            set(arguments, "--ghz", ghz);
            arguments.addFirst("load");
            assertThat(StandaloneMain.run(arguments.toArray(String[]::new)))
                    .as(command)
                    .isZero();
        }
    }

    @Test
    void aGeneratorThatCannotBeStartedIsAnError() {
        assertThat(load("--duration", "1s", "--ghz", "/nowhere/ghz")).isOne();
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThat(load("--rate", "0")).isEqualTo(2);
        assertThat(load("--duration", "46s")).isEqualTo(2);
        assertThat(load("identify-twice")).isEqualTo(2);
    }

    private static void set(List<String> arguments, String option, String value) {
        int place = arguments.indexOf(option);
        if (place >= 0) {
            arguments.set(place + 1, value);
        } else {
            arguments.addAll(List.of(option, value));
        }
    }

    private static int load(String... arguments) {
        return StandaloneMain.run(Stream.concat(Stream.of("load", "--subjects", "20"), Stream.of(arguments))
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
