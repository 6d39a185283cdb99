package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.security.PeopleTokens;
import dev.stead.mesh.sql.DatabaseConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every key of this module and its default. A change here is a change for every operator. */
class MeshSettingsTest {
    @Test
    void everyKeyHasItsDefault() {
        Settings settings = Settings.of(Map.of("STEAD_TLS", "plaintext"));
        ServerConfig _ = ServerConfig.from(settings, 7001);
        ChannelConfig _ = ChannelConfig.from(settings, "TASK", "localhost:7002", "service/task");
        DatabaseConfig _ = DatabaseConfig.from(settings, "sqlite:data/x.db");
        PeopleTokens _ = PeopleTokens.from(settings);

        assertThat(settings.declared().stream().map(s -> s.key() + "=" + s.defaultValue()))
                .containsExactly(
                        "STEAD_LOG_LEVEL=info",
                        "STEAD_LOG_FORMAT=text",
                        "STEAD_FAILPOINT=(none)",
                        "STEAD_TLS=mutual",
                        "STEAD_TRUST_DOMAIN=stead",
                        "STEAD_TLS_CERTIFICATE=(none)",
                        "STEAD_TLS_KEY=(none)",
                        "STEAD_TLS_TRUST=(none)",
                        "STEAD_TLS_RELOAD=30s",
                        "STEAD_PLAINTEXT_PEER=operator/local",
                        "STEAD_HOST=127.0.0.1",
                        "STEAD_PORT=7001",
                        "STEAD_OPS_PORT=8001",
                        "STEAD_CONNECTIONS_PER_CALLER=64",
                        "STEAD_CALLS_PER_CONNECTION=1000",
                        "STEAD_CALLS_PER_DEVICE_CONNECTION=100",
                        "STEAD_RESETS_PER_CONNECTION=20000",
                        "STEAD_RESETS_PER_CALLER=1000",
                        "STEAD_RESET_WINDOW=30s",
                        "STEAD_CONNECTION_IDLE=5m",
                        "STEAD_CONNECTION_AGE=30m",
                        "STEAD_CONNECTION_GRACE=1m",
                        "STEAD_KEEPALIVE=30s",
                        "STEAD_KEEPALIVE_TIMEOUT=20s",
                        "STEAD_KEEPALIVE_PERMITTED=5s",
                        "STEAD_LONGEST_CALL=30s",
                        "STEAD_REFLECTION=false",
                        "STEAD_DRAIN_DELAY=500ms",
                        "STEAD_DRAIN_LIMIT=20s",
                        "STEAD_TASK_ADDRESS=localhost:7002",
                        "STEAD_TASK_DEADLINE=500ms",
                        "STEAD_DATABASE_URL=sqlite:data/x.db",
                        "STEAD_DATABASE_USER=stead",
                        "STEAD_DATABASE_PASSWORD_FILE=(none)",
                        "STEAD_DATABASE_READERS=4",
                        "STEAD_DATABASE_WRITERS=8",
                        "STEAD_DATABASE_PATIENCE=5s",
                        "STEAD_PEOPLE_JWKS=(none)",
                        "STEAD_PEOPLE_ISSUER=https://stead.invalid/people",
                        "STEAD_PEOPLE_AUDIENCE=stead",
                        "STEAD_PEOPLE_FURTHER_ISSUERS=(none)",
                        "STEAD_PEOPLE_SUBJECTS=hashed-if-new",
                        "STEAD_PERSON_ID_KEY_FILE=(none)");
    }

    @Test
    void mutualTlsIsTheDefaultAndNeedsItsFiles() {
        assertThatThrownBy(() -> ServerConfig.from(Settings.of(Map.of()), 7001))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_TLS_CERTIFICATE")
                .hasMessageContaining("STEAD_TLS=plaintext");
    }

    @Test
    void serverLimitsAreThoseOfTheGuarantees() {
        assertThat(ServerLimits.DEFAULT)
                .isEqualTo(new ServerLimits(
                        65_536,
                        8_192,
                        65_536,
                        64,
                        1_000,
                        100,
                        20_000,
                        1_000,
                        Duration.ofSeconds(30),
                        262_144,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30)));
    }

    /** grpc-java has no getters: its builder's own fields tell whether each setting arrived. */
    @Test
    void everyLimitReachesTheTransport() throws Exception {
        var server = io.grpc.netty.NettyServerBuilder.forPort(0);
        ServerLimits.DEFAULT.apply(server);

        Map<String, Object> expected = Map.ofEntries(
                Map.entry("maxMessageSize", Integer.MAX_VALUE),
                Map.entry("softLimitHeaderListSize", 65_536),
                Map.entry("maxHeaderListSize", 65_536),
                Map.entry("maxConcurrentCallsPerConnection", 1_000),
                Map.entry("maxRstCount", 20_000),
                Map.entry("maxRstPeriodNanos", 30_000_000_000L),
                Map.entry("flowControlWindow", 262_144),
                Map.entry("autoFlowControl", false),
                Map.entry("keepAliveTimeInNanos", 30_000_000_000L),
                Map.entry("keepAliveTimeoutInNanos", 20_000_000_000L),
                Map.entry("permitKeepAliveTimeInNanos", 5_000_000_000L),
                Map.entry("permitKeepAliveWithoutCalls", true),
                Map.entry("maxConnectionIdleInNanos", 300_000_000_000L),
                Map.entry("maxConnectionAgeInNanos", 1_800_000_000_000L),
                Map.entry("maxConnectionAgeGraceInNanos", 60_000_000_000L));
        for (var entry : expected.entrySet()) {
            var field = io.grpc.netty.NettyServerBuilder.class.getDeclaredField(entry.getKey());
            field.setAccessible(true);
            assertThat(field.get(server)).as(entry.getKey()).isEqualTo(entry.getValue());
        }
        var inner = io.grpc.netty.NettyServerBuilder.class.getDeclaredField("serverImplBuilder");
        inner.setAccessible(true);
        var handshake = inner.getType().getDeclaredField("handshakeTimeoutMillis");
        handshake.setAccessible(true);
        assertThat(handshake.get(inner.get(server))).isEqualTo(10_000L);
    }
}
