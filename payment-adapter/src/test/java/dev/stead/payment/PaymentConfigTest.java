package dev.stead.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.payment.application.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentConfigTest {
    private static PaymentConfig read(Map<String, String> values) {
        Settings settings = Settings.of(values);
        PaymentConfig config = PaymentConfig.from(settings);
        settings.refuseUnknown();
        return config;
    }

    @Test
    void defaultsArePinned() {
        PaymentConfig config = read(Map.of("STEAD_TLS", "plaintext"));

        assertThat(config.server().port()).isEqualTo(7103);
        assertThat(config.database().url()).isEqualTo("sqlite:data/payment.db");
        assertThat(config.provider()).isEqualTo(PaymentConfig.ProviderChoice.LEDGER);
        assertThat(config.retryPolicy())
                .isEqualTo(new RetryPolicy(
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        100));
        assertThat(config.recoveryInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.reconcileAfter()).hasValue(Duration.ofHours(3));
        assertThat(config.watchers()).isEqualTo(1_000);
    }

    @Test
    void daysAreNotComparedByScheduleIfSetSo() {
        assertThat(read(Map.of("STEAD_TLS", "plaintext", "STEAD_RECONCILE", "false"))
                        .reconcileAfter())
                .isEmpty();
    }

    @Test
    void everyKeyOfItsOwnIsRead() {
        PaymentConfig config = read(Map.of(
                "STEAD_TLS", "plaintext",
                "STEAD_PROVIDER", "ledger",
                "STEAD_SETTLEMENT_GRACE", "3s",
                "STEAD_HOLD_TIMEOUT", "4m",
                "STEAD_RETRY_PAUSE", "5ms",
                "STEAD_RETRY_PAUSE_LONGEST", "6s",
                "STEAD_RETRIES", "7",
                "STEAD_RECOVERY_PAUSE", "8ms",
                "STEAD_RECONCILE_AFTER", "10m",
                "STEAD_WATCHERS", "9"));

        assertThat(config.retryPolicy())
                .isEqualTo(new RetryPolicy(
                        Duration.ofSeconds(3), Duration.ofMinutes(4), Duration.ofMillis(5), Duration.ofSeconds(6), 7));
        assertThat(config.recoveryInterval()).isEqualTo(Duration.ofMillis(8));
        assertThat(config.reconcileAfter()).hasValue(Duration.ofMinutes(10));
        assertThat(config.watchers()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "STEAD_PROVIDER, bank",
        "STEAD_RETRIES, 0",
        "STEAD_WATCHERS, many",
        "STEAD_SETTLEMENT_GRACE, 0s",
        "STEAD_RECOVERY_PAUSE, 0s",
        "STEAD_RETRY_PAUSE, 1m",
        "STEAD_PROVIDR, ledger",
        "STEAD_DATABASE_URL, oracle:x"
    })
    void badSettingStopsTheStart(String key, String value) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read(Map.of("STEAD_TLS", "plaintext", key, value)))
                .withMessageContaining("STEAD_");
    }
}
