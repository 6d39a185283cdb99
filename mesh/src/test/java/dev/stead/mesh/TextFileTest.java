package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFileTest {
    @TempDir
    private Path folder;

    private Path file(String text, Charset charset) throws IOException {
        return Files.write(folder.resolve("secret"), text.getBytes(charset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s\u00E9cret",
                "s\u00E9cret\n",
                "s\u00E9cret\r\n",
                "\uFEFFs\u00E9cret\r\nmore",
                "  s\u00E9cret  \n"
            })
    void aSecretIsItsFirstLineHoweverItWasSaved(String saved) throws IOException {
        assertThat(TextFile.firstLine(file(saved, StandardCharsets.UTF_8))).isEqualTo("s\u00E9cret");
    }

    @Test
    void onlyTheMarkAtTheBeginningIsLeftOut() throws IOException {
        assertThat(TextFile.read(file("\uFEFF{\"k\":\"\uFEFF\"}\n", StandardCharsets.UTF_8)))
                .isEqualTo("{\"k\":\"\uFEFF\"}\n");
        assertThat(TextFile.firstLine(file("", StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "ISO-8859-1"})
    void anotherEncodingIsRefusedByName(String encoding) throws IOException {
        Path saved = file("\uFEFFs\u00E9cret".substring(encoding.startsWith("UTF") ? 0 : 1), Charset.forName(encoding));
        assertThatThrownBy(() -> TextFile.read(saved))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("save it as UTF-8")
                .hasMessageNotContaining("cret");
    }
}
