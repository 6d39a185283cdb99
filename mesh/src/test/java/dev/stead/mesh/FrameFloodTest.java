package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.FrameWire;
import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that ask for nothing: a few are ordinary life, a flood loses its connection, and no other's. */
class FrameFloodTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] NOTHING = {};

    private final Hosts hosts = new Hosts();

    @AfterEach
    void stop() {
        hosts.close();
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                Arguments.of("SETTINGS", FrameWire.frame(FrameWire.SETTINGS, 0, 0, NOTHING), 900),
                Arguments.of("SETTINGS that changes a window", settings(), 900),
                Arguments.of("SETTINGS acknowledged", FrameWire.frame(FrameWire.SETTINGS, 1, 0, NOTHING), 900),
                Arguments.of("PING answered", FrameWire.frame(FrameWire.PING, 1, 0, new byte[8]), 900),
                Arguments.of("PRIORITY", FrameWire.frame(FrameWire.PRIORITY, 0, 3, new byte[5]), 900),
                Arguments.of("DATA without any", FrameWire.frame(FrameWire.DATA, 0, 1, NOTHING), 900),
                Arguments.of("DATA of padding only", FrameWire.frame(FrameWire.DATA, 8, 1, new byte[] {0}), 900),
                Arguments.of("unknown type", FrameWire.frame(0xbe, 0, 0, new byte[4]), 900),
                Arguments.of(
                        "WINDOW_UPDATE",
                        FrameWire.frame(FrameWire.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1}),
                        90_000));
    }

    private static byte[] settings() {
        return FrameWire.frame(FrameWire.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, (byte) 0xff, (byte) 0xff});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void aFewAreLetPassAndAFloodLosesTheConnection(String kind, byte[] frame, int few) throws Exception {
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()));
        try (FrameWire wire = open(host)) {
            send(wire, frame, few);
            wire.send(FrameWire.frame(FrameWire.PING, 0, 0, new byte[8]));
            assertThat(wire.next(FrameWire.PING, PATIENCE).flags())
                    .as("the answer to a ping")
                    .isEqualTo(1);

            flood(wire, frame, 3 * few);

            FrameWire.Frame end = wire.next(FrameWire.GOAWAY, PATIENCE);
            assertThat((long) end.payload().getInt(4)).isEqualTo(Http2Error.ENHANCE_YOUR_CALM.code());
        }
    }

    @Test
    void anotherConnectionIsServedBesideAFlood() throws Exception {
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()));
        var channel = hosts.open(host, Hosts.PLAIN);
        try (FrameWire wire = open(host)) {
            flood(wire, settings(), 10_000);
            assertThat(Hosts.say(channel, "still here")).isEqualTo("still here");
        }
    }

    /** With a call that is open, for the frames of a stream. */
    private static FrameWire open(ServiceHost host) throws IOException {
        var wire = new FrameWire(host.port());
        wire.send(FrameWire.call(1, "/" + Echo.CHAT.getFullMethodName()));
        return wire;
    }

    private static void send(FrameWire wire, byte[] frame, int count) throws IOException {
        var frames = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            frames.writeBytes(frame);
        }
        wire.send(frames.toByteArray());
    }

    private static void flood(FrameWire wire, byte[] frame, int count) throws IOException {
        try {
            send(wire, frame, count);
        } catch (SocketException closed) {
            // It may be, before all of them are sent.
        }
    }
}
