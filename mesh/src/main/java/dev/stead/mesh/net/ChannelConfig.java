package dev.stead.mesh.net;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.MethodDescriptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A channel to a service.
 *
 * @param address {@code host:port}
 * @param peer the path that the server's certificate must hold, such as {@code service/payment}
 * @param deadline of every unary call that has neither a policy nor a deadline
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
        String key = "STEAD_" + prefix + "_ADDRESS";
        String address = settings.text(key, defaultAddress, "host:port of the server with the identity " + peer);
        requireAddress(key, address);
        Duration deadline = settings.duration(
                "STEAD_" + prefix + "_DEADLINE",
                Duration.ofMillis(500),
                "the deadline of a call to " + peer + " that has none of its own");
        return new ChannelConfig(address, TlsConfig.from(settings), peer, deadline, MESSAGE_BYTES, Map.of());
    }

    /** With the default deadline; empty if the address is not set. */
    public static Optional<ChannelConfig> ifSet(Settings settings, String key, String peer, String doc) {
        return settings.optional(key, doc).map(address -> {
            requireAddress(key, address);
            return of(address, TlsConfig.from(settings), peer);
        });
    }

    /** Refuses at once what gRPC's name resolver would refuse when the channel is opened. */
    private static void requireAddress(String key, String address) {
        try {
            if (new URI("dns:///" + address).getPath().endsWith(address) && new URI("//" + address).getHost() != null) {
                return;
            }
        } catch (URISyntaxException malformed) {
            // The same message as for an address without a host.
        }
        throw new SettingsException(key + " must be host:port, but is \"" + address + "\".");
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
