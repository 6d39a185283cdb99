package dev.stead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Settings;
import dev.stead.mesh.testing.WiredSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every setting of the payment adapter's own changes its own part of the configuration, and nothing else. */
class PaymentSettingsTest {
    @TempDir
    private Path folder = Path.of("");

    private String file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "secret").toString();
    }

    @Test
    void everySettingReachesItsOwnComponent() throws IOException {
        String key = file("key");
        String secret = file("secret");
        Map<String, String> base = new HashMap<>(Map.of("STEAD_TLS", "plaintext", "STEAD_PROVIDER", "stripe"));
        base.put("STEAD_STRIPE_KEY_FILE", key);
        base.put("STEAD_STRIPE_WEBHOOK_SECRET_FILE", secret);
        var wired = new WiredSettings(PaymentConfig::from, base);
        Map<String, String> values = Map.ofEntries(
                Map.entry("STEAD_STRIPE_KEY_FILE", file("another key")),
                Map.entry("STEAD_STRIPE_WEBHOOK_SECRET_FILE", file("another secret")),
                Map.entry("STEAD_STRIPE_ADDRESS", "http://localhost:1"),
                Map.entry("STEAD_WEBHOOK_PORT", "81"),
                Map.entry("STEAD_SETTLEMENT_GRACE", "11s"),
                Map.entry("STEAD_HOLD_TIMEOUT", "12s"),
                Map.entry("STEAD_RETRY_PAUSE", "13ms"),
                Map.entry("STEAD_RETRY_PAUSE_LONGEST", "14s"),
                Map.entry("STEAD_RETRIES", "15"),
                Map.entry("STEAD_RECOVERY_PAUSE", "16s"),
                Map.entry("STEAD_RECONCILE_AFTER", "17s"),
                Map.entry("STEAD_WATCHERS", "18"));
        Map<String, String> changed = new TreeMap<>();
        values.forEach((name, value) -> changed.put(name, wired.changedBy(name, value)));

        assertThat(changed)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("STEAD_STRIPE_KEY_FILE", "stripe.keyFile=" + folder.resolve("another key")),
                        Map.entry(
                                "STEAD_STRIPE_WEBHOOK_SECRET_FILE",
                                "stripe.webhookSecretFile=" + folder.resolve("another secret")),
                        Map.entry("STEAD_STRIPE_ADDRESS", "stripe.address=http://localhost:1"),
                        Map.entry("STEAD_WEBHOOK_PORT", "stripe.webhookPort=81"),
                        Map.entry("STEAD_SETTLEMENT_GRACE", "retryPolicy.lease=PT11S"),
                        Map.entry("STEAD_HOLD_TIMEOUT", "retryPolicy.holdTimeout=PT12S"),
                        Map.entry("STEAD_RETRY_PAUSE", "retryPolicy.initialDelay=PT0.013S"),
                        Map.entry("STEAD_RETRY_PAUSE_LONGEST", "retryPolicy.maxDelay=PT14S"),
                        Map.entry("STEAD_RETRIES", "retryPolicy.maxRetries=15"),
                        Map.entry("STEAD_RECOVERY_PAUSE", "recoveryInterval=PT16S"),
                        Map.entry("STEAD_RECONCILE_AFTER", "reconcileAfter=PT17S"),
                        Map.entry("STEAD_WATCHERS", "watchers=18")));
        assertThat(PaymentConfig.from(Settings.of(base)).stripe().keyFile()).contains(Path.of(key));
        assertThat(PaymentConfig.from(Settings.of(base)).stripe().webhookSecretFile())
                .contains(Path.of(secret));
    }
}
