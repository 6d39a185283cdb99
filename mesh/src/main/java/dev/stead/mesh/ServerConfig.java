package dev.stead.mesh;

import dev.stead.mesh.observe.Logs;
import dev.stead.mesh.security.TlsConfig;
import java.time.Duration;

/**
 * Where and how a service listens.
 *
 * @param host the address to listen on
 * @param port for calls; 0 for any free one
 * @param opsPort for metrics and probes; 0 for any free one
 * @param reflection whether tools may ask which methods there are
 * @param drainDelay how long the service still takes calls after it has said that it is not ready
 * @param drainLimit how long calls under way may take before they are cut off
 */
public record ServerConfig(
        String host,
        int port,
        int opsPort,
        TlsConfig tls,
        ServerLimits limits,
        boolean reflection,
        Duration drainDelay,
        Duration drainLimit) {

    /** Reads the settings. Metrics and probes are 1,000 ports above the calls unless told otherwise. */
    public static ServerConfig from(Settings settings, int defaultPort) {
        var _ = Logs.level(settings);
        Failpoint.arm(settings);
        TlsConfig tls = TlsConfig.from(settings);
        // Plaintext believes whoever connects: from this machine only, unless an address is given on purpose.
        String host = tls instanceof TlsConfig.Plaintext ? "127.0.0.1" : "0.0.0.0";
        return new ServerConfig(
                settings.text("STEAD_HOST", host, "the address to listen on (with plaintext: 127.0.0.1 unless set)"),
                settings.integer("STEAD_PORT", defaultPort, 0, 65_535, "the port for calls; 0 for any free one"),
                settings.integer(
                        "STEAD_OPS_PORT", defaultPort + 1_000, 0, 65_535, "the port for /metrics, /livez and /readyz"),
                tls,
                ServerLimits.from(settings),
                settings.flag("STEAD_REFLECTION", false, "whether tools may ask which methods there are"),
                settings.duration(
                        "STEAD_DRAIN_DELAY",
                        Duration.ofMillis(500),
                        "how long calls are still taken after the service said that it is not ready"),
                settings.duration(
                        "STEAD_DRAIN_LIMIT", Duration.ofSeconds(20), "how long calls under way may take at the stop"));
    }

    /** Any free ports of this machine, for tests and for several services in one process. */
    public static ServerConfig local(TlsConfig tls) {
        return new ServerConfig(
                "127.0.0.1", 0, 0, tls, ServerLimits.DEFAULT, false, Duration.ofMillis(1), Duration.ofSeconds(5));
    }
}
