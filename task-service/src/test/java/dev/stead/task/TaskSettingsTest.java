package dev.stead.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.testing.WiredSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every setting of the task service's own changes its own part of the configuration, and nothing else. */
class TaskSettingsTest {
    @TempDir
    private Path folder = Path.of("");

    private Map<String, String> base() throws IOException {
        Map<String, String> base = new HashMap<>(Map.of("STEAD_TLS", "plaintext"));
        base.put(
                "STEAD_ASSERTION_JWKS_FILE",
                AssertionKeys.open(folder).publicKeys().toString());
        base.put("STEAD_WEBHOOK_URL", "https://push.example/stead");
        base.put(
                "STEAD_WEBHOOK_SECRET_FILE",
                Files.writeString(folder.resolve("secret"), "x".repeat(32)).toString());
        return base;
    }

    @Test
    void everySettingReachesItsOwnComponent() throws IOException {
        String file = Files.writeString(folder.resolve("file"), "{}").toString();
        var wired = new WiredSettings(TaskConfig::from, base());
        Map<String, String> values = Map.of(
                "STEAD_ASSERTION_JWKS_FILE", file,
                "STEAD_EVIDENCE_KEY_FILE", file,
                "STEAD_SETTLE_DEADLINE", "11s",
                "STEAD_WATCH_EVERY", "12s",
                "STEAD_FAILURE_LIMIT", "13",
                "STEAD_COOLING_OFF", "14s",
                "STEAD_APPROVAL_ABOVE", "EUR:15",
                "STEAD_WEBHOOK_URL", "https://push.example/other",
                "STEAD_PAYMENT_ADDRESS", "elsewhere:16",
                "STEAD_PAYMENT_DEADLINE", "17s");
        Map<String, String> changed = new TreeMap<>();
        values.forEach((name, value) -> changed.put(name, wired.changedBy(name, value)));

        assertThat(changed)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "STEAD_ASSERTION_JWKS_FILE", "assertionKeys=" + file,
                        "STEAD_EVIDENCE_KEY_FILE", "evidenceKey=" + file,
                        "STEAD_SETTLE_DEADLINE", "settleDeadline=PT11S",
                        "STEAD_WATCH_EVERY", "watchPollInterval=PT12S",
                        "STEAD_FAILURE_LIMIT", "failureLimit=13",
                        "STEAD_COOLING_OFF", "policy.coolingOff=PT14S",
                        "STEAD_APPROVAL_ABOVE",
                                "policy.approvalAbove[0].currencyCode=EUR, policy.approvalAbove[0].minorUnits=15",
                        "STEAD_WEBHOOK_URL", "webhook.receiver=https://push.example/other",
                        "STEAD_PAYMENT_ADDRESS", "payment.address=elsewhere:16",
                        "STEAD_PAYMENT_DEADLINE", "payment.deadline=PT17S"));
        assertThat(wired.changedBy("STEAD_ASSERTION_ENCRYPTION_KEY_FILE", file))
                .isEqualTo("assertionEncryption=" + file);
        assertThat(wired.changedBy("STEAD_PAD_SCORE_ABOVE", "EUR:18:19"))
                .isEqualTo("policy.padAbove[0].band=19, policy.padAbove[0].limit.currencyCode=EUR,"
                        + " policy.padAbove[0].limit.minorUnits=18");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR:5000", "EUR:5000:0", "EUR:5000:101", "EUR:x:50", "XXX:5000:50", "50", "EUR:5000:50,"})
    void aScoreThatCannotBeNeededIsRefusedByName(String text) throws IOException {
        Map<String, String> settings = base();
        settings.put("STEAD_PAD_SCORE_ABOVE", text);

        assertThatThrownBy(() -> TaskConfig.from(Settings.of(settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_PAD_SCORE_ABOVE");
    }

    @Test
    void aSettlementIsAskedForAgainOnlyWhenTheFirstCallsDeadlineIsOver() throws IOException {
        TaskConfig config = TaskConfig.from(Settings.of(base()));
        assertThat(config.limits().firstRetry())
                .isEqualTo(config.settleDeadline().plus(Duration.ofSeconds(2)));
        assertThat(config.limits().failureLimit()).isEqualTo(config.failureLimit());
    }
}
