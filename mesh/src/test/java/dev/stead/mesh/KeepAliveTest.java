package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pings of both sides, frame by frame: clients of gRPC do not ping more often than each ten seconds. */
class KeepAliveTest {
    private static final byte PING = 6;
    private static final byte GOAWAY = 7;
    private static final int ACK = 1;

    private final Hosts hosts = new Hosts();

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void aClientMayPingAsOftenAsTheSettingSaysWithoutAnyCall() throws Exception {
        try (Wire wire = open(Map.of("STEAD_KEEPALIVE_PERMITTED", "100ms"))) {
            for (int i = 0; i < 10; i++) {
                wire.ping();
                assertThat(wire.next(PING, Duration.ofSeconds(5))).isEqualTo(ACK);
                Thread.sleep(150);
            }
        }
    }

    @Test
    void aClientThatPingsMoreOftenLosesItsConnection() throws Exception {
        try (Wire wire = open(Map.of("STEAD_KEEPALIVE_PERMITTED", "1h"))) {
            for (int i = 0; i < 5; i++) {
                wire.ping();
            }
            assertThat(wire.next(GOAWAY, Duration.ofSeconds(5))).isNotNegative();
        }
    }

    /** grpc-java pings at most each ten seconds. */
    @Test
    void theServerPingsASilentConnectionAndLeavesItWithoutAnAnswer() throws Exception {
        try (Wire wire = open(Map.of("STEAD_KEEPALIVE", "10s", "STEAD_KEEPALIVE_TIMEOUT", "100ms"))) {
            assertThat(wire.next(PING, Duration.ofSeconds(20))).isZero();
            assertThat(wire.ends(Duration.ofSeconds(5))).isTrue();
        }
    }

    private Wire open(Map<String, String> settings) throws IOException {
        var all = new HashMap<>(settings);
        all.put("STEAD_TLS", "plaintext");
        ServerLimits limits = ServerConfig.from(Settings.of(all), 0).limits();
        var config = new ServerConfig(
                "127.0.0.1", 0, 0, Hosts.PLAIN, limits, false, Duration.ofMillis(1), Duration.ofSeconds(5));
        ServiceHost host = hosts.start(
                ServiceHost.builder("echo", config).service(new Echo()).access(Hosts.EVERYBODY));
        return new Wire(host.port());
    }

    /** A connection of HTTP/2 without TLS: frames have a header of 9 bytes (RFC 9113, 4.1). */
    private static final class Wire implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final DataOutputStream out;

        Wire(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            out.flush();
        }

        void ping() throws IOException {
            out.write(new byte[] {0, 0, 8, PING, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
            out.flush();
        }

        /** The flags of the next frame of a type. */
        int next(byte type, Duration patience) throws IOException {
            socket.setSoTimeout((int) patience.toMillis());
            while (true) {
                int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
                byte found = in.readByte();
                int flags = in.readUnsignedByte();
                int _ = in.readInt();
                in.skipNBytes(length);
                if (found == type) {
                    return flags;
                }
            }
        }

        boolean ends(Duration patience) throws IOException {
            socket.setSoTimeout((int) patience.toMillis());
            try {
                in.skipNBytes(1_000_000);
                return false;
            } catch (EOFException end) {
                return true;
            } catch (SocketTimeoutException alive) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
