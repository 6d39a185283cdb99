package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionKeysTest {
    private static final String SETTING = "STEAD_ASSERTION_ENCRYPTION_KEY_FILE";
    private static final String SHORT = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String LONG = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aNewFileHoldsOneKeyThatOnlyItsOwnerReadsAndStaysAsItIs() throws IOException {
        Path file = folder.resolve("keys.json");
        EncryptionKeys.createIfAbsent(file);
        String content = Files.readString(file);
        EncryptionKeys.createIfAbsent(file);

        assertThat(Files.readString(file)).isEqualTo(content);
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        EncryptionKeys keys = read(file);
        assertThat(keys.of(keys.first().getKeyID())).contains(keys.first());
        assertThat(keys.of("another")).isEmpty();
        assertThat(keys.toString()).doesNotContain(keys.first().getKeyValue().toString());
    }

    @Test
    void theFirstOfSeveralEncryptsAndEachIsFoundByItsId() throws IOException {
        String other = LONG.replace('A', 'B').replaceFirst("B$", "A");
        Path file = file("{\"keys\":[" + key("old", LONG) + "," + key("new", other) + "]}");

        EncryptionKeys keys = read(file);

        assertThat(keys.first().getKeyID()).isEqualTo("old");
        assertThat(keys.of("new").orElseThrow().getKeyValue()).hasToString(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret-" + LONG,
                "{\"keys\":[]}",
                "null",
                "{\"keys\":[null]}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"short\",\"k\":\"" + SHORT + "\"}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + LONG + "\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"public\",\"x\":\"" + LONG + "\"}]}"
            })
    void whatIsNoSetOfSuchKeysIsRefusedWithoutBeingQuoted(String content) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(SETTING)
                .hasMessageContaining("256 bits")
                .hasMessageNotContaining(LONG)
                .hasNoCause();
    }

    @Test
    void withoutTheSettingThereAreNone() {
        assertThat(EncryptionKeys.fileForAssertions(Settings.of(Map.of()))).isEmpty();
    }

    private static String key(String id, String value) {
        return "{\"kty\":\"oct\",\"kid\":\"" + id + "\",\"k\":\"" + value + "\"}";
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("written.json"), content);
    }

    private static EncryptionKeys read(Path file) {
        return EncryptionKeys.forAssertions(
                EncryptionKeys.fileForAssertions(Settings.of(Map.of(SETTING, file.toString())))
                        .orElseThrow());
    }
}
