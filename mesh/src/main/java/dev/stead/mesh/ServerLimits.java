package dev.stead.mesh;

import io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What one peer may use of a server. grpc-java's own defaults are open (no limit on calls, on a connection's age, on resets; two
 * minutes for a handshake), so each is set here. The transport's limits end a connection with everybody on it, so ours end a call
 * well before them, with a reason.
 *
 * @param messageBytes the largest request, unless a method has a larger limit of its own
 * @param metadataBytes the metadata above which a call is refused
 * @param transportMetadataBytes the metadata above which the transport refuses a call or, a quarter above it, ends the connection
 * @param connectionsPerCaller open connections of one certificate's identity
 * @param callsPerConnection concurrent calls of one connection
 * @param callsPerDeviceConnection concurrent calls of one connection of a device (terminal, merchant or operator)
 * @param resetsPerConnection resets in {@code resetWindow} before the connection is closed (CVE-2023-44487)
 * @param resetsPerCaller resets of one device or person on one connection in {@code resetWindow}, before their calls are refused
 * @param resetWindow at least a second; the transport counts in whole ones
 * @param flowControlBytes the fixed HTTP/2 window: what a sender may have in flight
 * @param keepAlive how often the server pings a connection; below the minute after which proxies drop an idle one
 * @param permitKeepAlive how often a client may ping, with calls or without
 * @param longestCall the deadline of a unary call that has none, or a later one; how long the request of a call may take to come
 */
public record ServerLimits(
        int messageBytes,
        int metadataBytes,
        int transportMetadataBytes,
        int connectionsPerCaller,
        int callsPerConnection,
        int callsPerDeviceConnection,
        int resetsPerConnection,
        int resetsPerCaller,
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
            8 * 1024,
            64 * 1024,
            64,
            1_000,
            100,
            20_000,
            1_000,
            Duration.ofSeconds(30),
            256 * 1024,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            // Half of the least pause that clients of gRPC keep: what a network delays or hurries is no offence.
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    /** The limits that an operator may want to change; the others follow from the protocol and the messages. */
    static ServerLimits from(Settings settings) {
        ServerLimits d = DEFAULT;
        settings.renamed("STEAD_CALLS_PER_MACHINE", "STEAD_CALLS_PER_DEVICE_CONNECTION");
        return new ServerLimits(
                d.messageBytes,
                d.metadataBytes,
                d.transportMetadataBytes,
                count(
                        settings,
                        "STEAD_CONNECTIONS_PER_CALLER",
                        d.connectionsPerCaller,
                        "open connections of one certificate's identity; a further one is closed"),
                callsPerConnection(settings),
                count(
                        settings,
                        "STEAD_CALLS_PER_DEVICE_CONNECTION",
                        d.callsPerDeviceConnection,
                        "concurrent calls of one connection of a device (terminal, merchant or operator)"),
                count(
                        settings,
                        "STEAD_RESETS_PER_CONNECTION",
                        d.resetsPerConnection,
                        "cancelled, expired and dropped calls of one connection in a window; then it is closed"),
                count(
                        settings,
                        "STEAD_RESETS_PER_CALLER",
                        d.resetsPerCaller,
                        "cancelled, expired and dropped calls of one device or person on one connection in a window;"
                                + " then their calls are refused until it is over"),
                settings.duration(
                        "STEAD_RESET_WINDOW",
                        d.resetWindow,
                        "the window of STEAD_RESETS_PER_CONNECTION and STEAD_RESETS_PER_CALLER, at least 1s"),
                d.flowControlBytes,
                d.handshake,
                settings.duration("STEAD_CONNECTION_IDLE", d.idle, "a connection without calls is closed after this"),
                settings.duration("STEAD_CONNECTION_AGE", d.age, "a connection is renewed after this"),
                settings.duration(
                        "STEAD_CONNECTION_GRACE",
                        d.ageGrace,
                        "how long calls on a connection of that age may still take"),
                settings.duration(
                        "STEAD_KEEPALIVE", d.keepAlive, "how often a silent connection is pinged, at least 10s"),
                settings.duration(
                        "STEAD_KEEPALIVE_TIMEOUT",
                        d.keepAliveTimeout,
                        "how long a ping may stay unanswered before the connection is closed"),
                settings.duration(
                        "STEAD_KEEPALIVE_PERMITTED",
                        d.permitKeepAlive,
                        "how often clients may ping, with calls or without; the third ping too early closes the connection"),
                longestCall(settings));
    }

    private static Duration longestCall(Settings settings) {
        return settings.duration(
                "STEAD_LONGEST_CALL",
                DEFAULT.longestCall,
                "the deadline of a unary call that has none, or a later one; how long the request of a call may take to come");
    }

    private static int callsPerConnection(Settings settings) {
        return count(
                settings,
                "STEAD_CALLS_PER_CONNECTION",
                DEFAULT.callsPerConnection,
                "concurrent calls of one connection");
    }

    private static int count(Settings settings, String key, int standard, String meaning) {
        return settings.integer(key, standard, 1, 100_000_000, meaning);
    }

    /** Sizes of messages are not left to the transport, which has one for all methods and answers without a reason. */
    void apply(NettyServerBuilder server) {
        int windowSeconds = Math.clamp(resetWindow.toSeconds(), 1, Integer.MAX_VALUE);
        server.maxInboundMessageSize(Integer.MAX_VALUE)
                .maxInboundMetadataSize(transportMetadataBytes)
                .maxConcurrentCallsPerConnection(callsPerConnection)
                .maxRstFramesPerWindow(resetsPerConnection, windowSeconds)
                .flowControlWindow(flowControlBytes)
                .maxConnectionIdle(idle.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAge(age.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(ageGrace.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(keepAlive.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(keepAliveTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(permitKeepAlive.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .handshakeTimeout(handshake.toMillis(), TimeUnit.MILLISECONDS);
    }
}
