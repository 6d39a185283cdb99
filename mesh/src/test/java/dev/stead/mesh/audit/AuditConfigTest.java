package dev.stead.mesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditConfigTest {
    private static AuditConfig config(String peers) {
        return AuditConfig.from(Settings.of(Map.of("STEAD_TLS", "plaintext", "STEAD_AUDIT_PEERS", peers)), "task");
    }

    @Test
    void peersAreOtherServicesByNameAndAddress() {
        AuditConfig config = config("matcher=localhost:7101, payment=[::1]:7103");
        assertThat(config.peers()).containsOnlyKeys("matcher", "payment");
        assertThat(config.peers().get("payment")).satisfies(channel -> {
            assertThat(channel.address()).isEqualTo("[::1]:7103");
            assertThat(channel.peer()).isEqualTo("service/payment");
        });
        assertThat(config.origin()).isEqualTo("stead/task");
        assertThat(config("").peers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"matcher", "matcher=localhost", "till=localhost:1", "matcher=a:1;payment=b:2", "matcher=a:1,"})
    void whatIsNoPeerIsRefusedByTheSettingsName(String peers) {
        assertThatThrownBy(() -> config(peers))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_AUDIT_PEERS must be matcher, task or payment");
    }
}
