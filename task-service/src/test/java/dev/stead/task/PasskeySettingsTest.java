package dev.stead.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.task.identity.PasskeyAuthenticators;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings about passkeys let the service start. */
class PasskeySettingsTest {
    @TempDir
    private Path folder = Path.of("");

    private TaskConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "STEAD_TLS",
                "plaintext",
                "STEAD_ASSERTION_JWKS_FILE",
                AssertionKeys.open(folder).publicKeys().toString()));
        settings.putAll(more);
        return TaskConfig.from(Settings.of(settings));
    }

    private void refused(String mentions, Map<String, String> settings) {
        assertThatThrownBy(() -> config(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(mentions);
    }

    @Test
    void withoutALimitNothingIsNeeded() {
        assertThat(config(Map.of()).passkeys().relyingParty()).isEmpty();
        assertThat(config(Map.of()).passkeys().waitingTime()).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void aLimitNeedsARelyingPartyOrAPlainWordThatAFaceIsEnough() {
        refused("STEAD_APPROVAL_BY=verification", Map.of("STEAD_APPROVAL_ABOVE", "EUR:5000"));
        config(Map.of("STEAD_APPROVAL_ABOVE", "EUR:5000", "STEAD_APPROVAL_BY", "verification"));
        config(Map.of(
                "STEAD_APPROVAL_ABOVE",
                "EUR:5000",
                "STEAD_PASSKEY_RP_ID",
                "example.com",
                "STEAD_PASSKEY_ORIGINS",
                "https://pay.example.com"));
    }

    @Test
    void aDomainAndItsOriginsAreSetTogether() {
        refused("together", Map.of("STEAD_PASSKEY_RP_ID", "example.com"));
        refused("together", Map.of("STEAD_PASSKEY_ORIGINS", "https://example.com"));
        refused(
                "lower case",
                Map.of("STEAD_PASSKEY_RP_ID", "Example.com", "STEAD_PASSKEY_ORIGINS", "https://example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://pay.example.com, https://example.com:8443",
                "https://example.com,android:apk-key-hash:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
            })
    void theDomainsOwnPagesAndAppsMayAsk(String origins) {
        assertThat(config(Map.of("STEAD_PASSKEY_RP_ID", "example.com", "STEAD_PASSKEY_ORIGINS", origins))
                        .passkeys()
                        .relyingParty())
                .contains(new PasskeyAuthenticators.RelyingParty(
                        "example.com",
                        Arrays.stream(origins.split(",", -1)).map(String::strip).collect(Collectors.toSet())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "https://evilexample.com",
                "https://example.com.evil",
                "https://example.com/",
                "https://example.com/pay",
                "https://example.com,",
                "example.com",
                "android:apk-key-hash:short",
                "https://"
            })
    void noOtherOriginMay(String origins) {
        refused(
                "origins of example.com",
                Map.of("STEAD_PASSKEY_RP_ID", "example.com", "STEAD_PASSKEY_ORIGINS", origins));
    }
}
