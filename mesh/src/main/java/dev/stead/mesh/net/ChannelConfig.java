package dev.stead.mesh.net;

import dev.stead.mesh.Settings;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One channel to one service.
 *
 * @param address {@code host:port}
 * @param peer the path that the server's certificate must hold, such as {@code service/payment}
 * @param deadline of every unary call that has no policy of its own and no deadline yet
 * @param messageBytes the largest answer
 * @param policies by full method name
 */
public record ChannelConfig(
        String address,
        TlsConfig tls,
        String peer,
        Duration deadline,
        int messageBytes,
        Map<String, CallPolicy> policies) {
    private static final int MESSAGE_BYTES = 1024 * 1024;

    public ChannelConfig {
        policies = Map.copyOf(policies);
    }

    /** With the default deadline of half a second. */
    public static ChannelConfig of(String address, TlsConfig tls, String peer) {
        return new ChannelConfig(address, tls, peer, Duration.ofMillis(500), MESSAGE_BYTES, Map.of());
    }

    /**
     * Reads {@code STEAD_<prefix>_ADDRESS} and {@code STEAD_<prefix>_DEADLINE}.
     *
     * @param prefix such as {@code PAYMENT}
     * @param peer the path that the server's certificate must hold, such as {@code service/payment}
     */
    public static ChannelConfig from(Settings settings, String prefix, String defaultAddress, String peer) {
        String address = settings.text(
                "STEAD_" + prefix + "_ADDRESS", defaultAddress, "host:port of the server with the identity " + peer);
        Duration deadline = settings.duration(
                "STEAD_" + prefix + "_DEADLINE",
                Duration.ofMillis(500),
                "how long a call to " + peer + " may take that has no deadline of its own");
        return new ChannelConfig(address, TlsConfig.from(settings), peer, deadline, MESSAGE_BYTES, Map.of());
    }

    /** The same with a policy for some methods. */
    public ChannelConfig with(CallPolicy policy, MethodDescriptor<?, ?>... methods) {
        var more = new TreeMap<>(policies);
        for (MethodDescriptor<?, ?> method : methods) {
            more.put(method.getFullMethodName(), policy);
        }
        return new ChannelConfig(address, tls, peer, deadline, messageBytes, more);
    }
}
