package dev.stead.mesh;

import io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What one peer may use of a server. grpc-java's own defaults are open (no limit on calls, on a connection's age, on resets; two
 * minutes for a handshake), so each is set here.
 *
 * @param messageBytes the largest request, unless a method has a larger limit of its own
 * @param metadataSoftBytes above this size of headers, calls are refused with a rising probability
 * @param metadataHardBytes above this size of headers, every call is refused
 * @param callsPerConnection concurrent calls of one connection
 * @param callsPerDeviceConnection concurrent calls of one connection of a device (terminal, merchant or operator)
 * @param resetsPerWindow RST_STREAM frames in {@code resetWindow} before the connection is closed (CVE-2023-44487)
 * @param flowControlBytes the fixed HTTP/2 window: what a sender may have in flight
 * @param longestCall the deadline of a unary call that has none, or a later one
 */
public record ServerLimits(
        int messageBytes,
        int metadataSoftBytes,
        int metadataHardBytes,
        int callsPerConnection,
        int callsPerDeviceConnection,
        int resetsPerWindow,
        Duration resetWindow,
        int flowControlBytes,
        Duration handshake,
        Duration idle,
        Duration age,
        Duration ageGrace,
        Duration keepAlive,
        Duration keepAliveTimeout,
        Duration permitKeepAlive,
        Duration longestCall) {
    public static final ServerLimits DEFAULT = new ServerLimits(
            64 * 1024,
            4 * 1024,
            8 * 1024,
            1_000,
            100,
            200,
            Duration.ofSeconds(30),
            256 * 1024,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(45),
            Duration.ofSeconds(30));

    /** The limits that an operator may want to change; the others follow from the protocol and the messages. */
    static ServerLimits from(Settings settings) {
        ServerLimits d = DEFAULT;
        settings.renamed("STEAD_CALLS_PER_MACHINE", "STEAD_CALLS_PER_DEVICE_CONNECTION");
        return new ServerLimits(
                d.messageBytes,
                d.metadataSoftBytes,
                d.metadataHardBytes,
                settings.integer(
                        "STEAD_CALLS_PER_CONNECTION",
                        d.callsPerConnection,
                        1,
                        100_000,
                        "concurrent calls of one connection"),
                settings.integer(
                        "STEAD_CALLS_PER_DEVICE_CONNECTION",
                        d.callsPerDeviceConnection,
                        1,
                        100_000,
                        "concurrent calls of one connection of a device (terminal, merchant or operator)"),
                d.resetsPerWindow,
                d.resetWindow,
                d.flowControlBytes,
                d.handshake,
                settings.duration("STEAD_CONNECTION_IDLE", d.idle, "a connection without calls is closed after this"),
                settings.duration("STEAD_CONNECTION_AGE", d.age, "a connection is renewed after this"),
                settings.duration(
                        "STEAD_CONNECTION_GRACE",
                        d.ageGrace,
                        "how long calls on a connection of that age may still take"),
                d.keepAlive,
                d.keepAliveTimeout,
                d.permitKeepAlive,
                settings.duration(
                        "STEAD_LONGEST_CALL",
                        d.longestCall,
                        "the deadline of a unary call that has none, or a later one"));
    }

    /** @param largestMessage the largest limit of any method of the server */
    void apply(NettyServerBuilder server, int largestMessage) {
        server.maxInboundMessageSize(largestMessage)
                .maxInboundMetadataSize(metadataSoftBytes, metadataHardBytes)
                .maxConcurrentCallsPerConnection(callsPerConnection)
                .maxRstFramesPerWindow(resetsPerWindow, (int) resetWindow.toSeconds())
                .flowControlWindow(flowControlBytes)
                .maxConnectionIdle(idle.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAge(age.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(ageGrace.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(keepAlive.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(keepAliveTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(permitKeepAlive.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(false)
                .handshakeTimeout(handshake.toMillis(), TimeUnit.MILLISECONDS);
    }
}
