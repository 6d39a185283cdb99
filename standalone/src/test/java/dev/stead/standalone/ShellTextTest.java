package dev.stead.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTextTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/home/zoe/.stead/tls",
                "Zoë's home",
                "a \"quoted\" name",
                "$HOME and `id` and $(id)",
                "back\\slash, \\$ and \\\\ and \\n",
                "two\nlines\n\nand more\n",
                "'",
                "!history ~ # * ? ; & | < > ( ) [ ] { }",
                " spaces around ",
                "\ttabs\t"
            })
    void aShellAndSystemdReadBackWhatWasWritten(String value) throws Exception {
        String written = ShellText.setting("STEAD_BEFORE", value)
                + ShellText.setting("STEAD_X", value)
                + ShellText.setting("STEAD_AFTER", "last");

        assertThat(sourced("STEAD_X", written)).isEqualTo(value);
        assertThat(sourced("STEAD_AFTER", written)).isEqualTo("last");
        assertThat(EnvironmentFile.read(written))
                .containsEntry("STEAD_X", value)
                .containsEntry("STEAD_BEFORE", value)
                .containsEntry("STEAD_AFTER", "last");
        assertThat(shell("printf %s " + ShellText.word(value))).isEqualTo(value);
    }

    private String sourced(String key, String written) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("x.env"), written);
        return shell("set -eu; . " + file + "; printf %s \"$" + key + "\"");
    }

    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return printed;
    }
}
