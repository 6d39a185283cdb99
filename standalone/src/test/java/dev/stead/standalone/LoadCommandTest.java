package dev.stead.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadCommandTest {
    @Test
    void theRealGhzIsAnsweredInBothProfiles() throws Exception {
        assertThat(load("--rate", "20", "--duration", "1s", "--ghz", ghz())).isZero();
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
