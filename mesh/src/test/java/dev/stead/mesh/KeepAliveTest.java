package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.FrameWire;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pings of both sides, frame by frame: clients of gRPC do not ping more often than each ten seconds. */
class KeepAliveTest {
    private static final int ACK = 1;
    private static final byte[] PING_FRAME = FrameWire.frame(FrameWire.PING, 0, 0, new byte[8]);

    private final Hosts hosts = new Hosts();

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void aClientMayPingAsOftenAsTheSettingSaysWithoutAnyCall() throws Exception {
        try (FrameWire wire = open(Map.of("STEAD_KEEPALIVE_PERMITTED", "100ms"))) {
            for (int i = 0; i < 10; i++) {
                wire.send(PING_FRAME);
                assertThat(wire.next(FrameWire.PING, Duration.ofSeconds(5)).flags())
                        .isEqualTo(ACK);
                Thread.sleep(150);
            }
        }
    }

    @Test
    void aClientThatPingsMoreOftenLosesItsConnection() throws Exception {
        try (FrameWire wire = open(Map.of("STEAD_KEEPALIVE_PERMITTED", "1h"))) {
            for (int i = 0; i < 5; i++) {
                wire.send(PING_FRAME);
            }
            assertThat(wire.next(FrameWire.GOAWAY, Duration.ofSeconds(5))).isNotNull();
        }
    }

    /** grpc-java pings at most each ten seconds. */
    @Test
    void theServerPingsASilentConnectionAndLeavesItWithoutAnAnswer() throws Exception {
        try (FrameWire wire = open(Map.of("STEAD_KEEPALIVE", "10s", "STEAD_KEEPALIVE_TIMEOUT", "100ms"))) {
            assertThat(wire.next(FrameWire.PING, Duration.ofSeconds(20)).flags())
                    .isZero();
            assertThat(wire.ends(Duration.ofSeconds(5))).isTrue();
        }
    }

    private FrameWire open(Map<String, String> settings) throws IOException {
        var all = new HashMap<>(settings);
        all.put("STEAD_TLS", "plaintext");
        ServerLimits limits = ServerConfig.from(Settings.of(all), 0).limits();
        var config = new ServerConfig(
                "127.0.0.1", 0, 0, Hosts.PLAIN, limits, false, Duration.ofMillis(1), Duration.ofSeconds(5));
        ServiceHost host = hosts.start(
                ServiceHost.builder("echo", config).service(new Echo()).access(Hosts.EVERYBODY));
        return new FrameWire(host.port());
    }
}
