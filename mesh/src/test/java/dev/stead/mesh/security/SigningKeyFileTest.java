package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyFileTest {
    private static final String SECRET = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                SECRET,
                "{\"kty\":\"oct\",\"k\":\"" + SECRET + "\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + SECRET + "\",\"d\":\"" + SECRET + "\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + SECRET + "\"}"
            })
    void whatIsNoPrivateKeyIsRefusedWithoutBeingQuoted(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("key.json"), content);
        assertThatThrownBy(() -> SigningKeyFile.read("STEAD_X_KEY_FILE", file))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("STEAD_X_KEY_FILE names")
                .hasMessageContaining("private Ed25519 JWK")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }
}
