package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.mesh.testing.WiredSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every setting that all services share changes its own part of the configuration, and nothing else. */
class MeshWiringTest {
    private static final Map<String, String> PLAINTEXT = Map.of("STEAD_TLS", "plaintext");

    private static Map<String, String> changed(WiredSettings wired, Map<String, String> values) {
        Map<String, String> changed = new TreeMap<>();
        values.forEach((name, value) -> changed.put(name, wired.changedBy(name, value)));
        return changed;
    }

    @Test
    void everyLimitOfAServerReachesItsOwnComponent() {
        var wired = new WiredSettings(settings -> ServerConfig.from(settings, 7_001), PLAINTEXT);
        assertThat(changed(
                        wired,
                        Map.ofEntries(
                                Map.entry("STEAD_CONNECTIONS_PER_CALLER", "9"),
                                Map.entry("STEAD_CALLS_PER_CONNECTION", "11"),
                                Map.entry("STEAD_CALLS_PER_DEVICE_CONNECTION", "12"),
                                Map.entry("STEAD_RESETS_PER_CONNECTION", "13"),
                                Map.entry("STEAD_RESETS_PER_CALLER", "14"),
                                Map.entry("STEAD_RESET_WINDOW", "15s"),
                                Map.entry("STEAD_CONNECTION_IDLE", "16s"),
                                Map.entry("STEAD_CONNECTION_AGE", "17s"),
                                Map.entry("STEAD_CONNECTION_GRACE", "18s"),
                                Map.entry("STEAD_KEEPALIVE", "19s"),
                                Map.entry("STEAD_KEEPALIVE_TIMEOUT", "21s"),
                                Map.entry("STEAD_KEEPALIVE_PERMITTED", "22s"),
                                Map.entry("STEAD_LONGEST_CALL", "23s"))))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("STEAD_CONNECTIONS_PER_CALLER", "limits.connectionsPerCaller=9"),
                        Map.entry("STEAD_CALLS_PER_CONNECTION", "limits.callsPerConnection=11"),
                        Map.entry("STEAD_CALLS_PER_DEVICE_CONNECTION", "limits.callsPerDeviceConnection=12"),
                        Map.entry("STEAD_RESETS_PER_CONNECTION", "limits.resetsPerConnection=13"),
                        Map.entry("STEAD_RESETS_PER_CALLER", "limits.resetsPerCaller=14"),
                        Map.entry("STEAD_RESET_WINDOW", "limits.resetWindow=PT15S"),
                        Map.entry("STEAD_CONNECTION_IDLE", "limits.idle=PT16S"),
                        Map.entry("STEAD_CONNECTION_AGE", "limits.age=PT17S"),
                        Map.entry("STEAD_CONNECTION_GRACE", "limits.ageGrace=PT18S"),
                        Map.entry("STEAD_KEEPALIVE", "limits.keepAlive=PT19S"),
                        Map.entry("STEAD_KEEPALIVE_TIMEOUT", "limits.keepAliveTimeout=PT21S"),
                        Map.entry("STEAD_KEEPALIVE_PERMITTED", "limits.permitKeepAlive=PT22S"),
                        Map.entry("STEAD_LONGEST_CALL", "limits.longestCall=PT23S")));
    }

    @Test
    void whereAndHowAServerListensReachesItsOwnComponent() {
        var wired = new WiredSettings(settings -> ServerConfig.from(settings, 7_001), PLAINTEXT);
        assertThat(changed(
                        wired,
                        Map.of(
                                "STEAD_HOST", "10.0.0.11",
                                "STEAD_PORT", "7012",
                                "STEAD_OPS_PORT", "7013",
                                "STEAD_REFLECTION", "true",
                                "STEAD_DRAIN_DELAY", "14s",
                                "STEAD_DRAIN_LIMIT", "15s",
                                "STEAD_TRUST_DOMAIN", "other",
                                "STEAD_PLAINTEXT_PEER", "service/other")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "STEAD_HOST", "host=10.0.0.11",
                        "STEAD_PORT", "port=7012",
                        "STEAD_OPS_PORT", "opsPort=7013",
                        "STEAD_REFLECTION", "reflection=true",
                        "STEAD_DRAIN_DELAY", "drainDelay=PT14S",
                        "STEAD_DRAIN_LIMIT", "drainLimit=PT15S",
                        "STEAD_TRUST_DOMAIN", "tls.trustDomain=other",
                        "STEAD_PLAINTEXT_PEER", "tls.ownPath=service/other"));
    }

    @Test
    void everyFileOfATlsIdentityReachesItsOwnComponent(@TempDir Path folder) throws IOException {
        Map<String, String> base = new HashMap<>();
        for (String name : new String[] {"CERTIFICATE", "KEY", "TRUST"}) {
            base.put("STEAD_TLS_" + name, Files.createFile(folder.resolve(name)).toString());
        }
        String other = Files.createFile(folder.resolve("other")).toString();
        var wired = new WiredSettings(settings -> ServerConfig.from(settings, 7_001), base);
        assertThat(changed(
                        wired,
                        Map.of(
                                "STEAD_TLS_CERTIFICATE", other,
                                "STEAD_TLS_KEY", other,
                                "STEAD_TLS_TRUST", other,
                                "STEAD_TLS_RELOAD", "11s")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "STEAD_TLS_CERTIFICATE", "tls.certificate=" + other,
                        "STEAD_TLS_KEY", "tls.key=" + other,
                        "STEAD_TLS_TRUST", "tls.trust=" + other,
                        "STEAD_TLS_RELOAD", "tls.reload=PT11S"));
    }

    @Test
    void everySettingOfADatabaseAndOfAChannelReachesItsOwnComponent(@TempDir Path folder) throws IOException {
        String file = Files.createFile(folder.resolve("password")).toString();
        var database = new WiredSettings(settings -> DatabaseConfig.from(settings, "sqlite:data/x.db"), Map.of());
        assertThat(changed(
                        database,
                        Map.of(
                                "STEAD_DATABASE_URL", "postgresql://host:1/x",
                                "STEAD_DATABASE_USER", "other",
                                "STEAD_DATABASE_PASSWORD_FILE", file,
                                "STEAD_DATABASE_READERS", "11",
                                "STEAD_DATABASE_WRITERS", "12",
                                "STEAD_DATABASE_PATIENCE", "13s")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "STEAD_DATABASE_URL", "url=postgresql://host:1/x",
                        "STEAD_DATABASE_USER", "user=other",
                        "STEAD_DATABASE_PASSWORD_FILE", "passwordFile=" + file,
                        "STEAD_DATABASE_READERS", "readers=11",
                        "STEAD_DATABASE_WRITERS", "writers=12",
                        "STEAD_DATABASE_PATIENCE", "patience=PT13S"));

        var channel = new WiredSettings(
                settings -> ChannelConfig.from(settings, "PAYMENT", "here:1", "service/payment"), PLAINTEXT);
        assertThat(changed(channel, Map.of("STEAD_PAYMENT_ADDRESS", "there:2", "STEAD_PAYMENT_DEADLINE", "3s")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("STEAD_PAYMENT_ADDRESS", "address=there:2", "STEAD_PAYMENT_DEADLINE", "deadline=PT3S"));
    }
}
