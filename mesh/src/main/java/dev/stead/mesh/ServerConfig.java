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
 * @param reflection whether tools may list the methods (gRPC server reflection)
 * @param drainDelay how long new calls are still accepted after the service reports that it is not ready
 * @param drainLimit how long open calls may take to finish before they are cancelled
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

    /** Reads the settings. By default metrics and probes are 1,000 ports above the calls. */
    public static ServerConfig from(Settings settings, int defaultPort) {
        Logs.check(settings);
        Failpoint.arm(settings);
        TlsConfig tls = TlsConfig.from(settings);
        String host = tls instanceof TlsConfig.Plaintext ? "127.0.0.1" : "0.0.0.0";
        return new ServerConfig(
                settings.text("STEAD_HOST", host, "the address to listen on (with plaintext: 127.0.0.1)"),
                settings.integer("STEAD_PORT", defaultPort, 0, 65_535, "the port for calls; 0 for any free one"),
                settings.integer(
                        "STEAD_OPS_PORT", defaultPort + 1_000, 0, 65_535, "the port for /metrics, /livez and /readyz"),
                tls,
                ServerLimits.from(settings),
                settings.flag("STEAD_REFLECTION", false, "whether tools may list the methods (gRPC server reflection)"),
                settings.duration(
                        "STEAD_DRAIN_DELAY",
                        Duration.ofMillis(500),
                        "how long new calls are still accepted after the service reports that it is not ready"),
                settings.duration(
                        "STEAD_DRAIN_LIMIT",
                        Duration.ofSeconds(20),
                        "how long open calls may take to finish when the service stops"));
    }

    /** Free ports of this machine, for tests and for several services in one process. */
    public static ServerConfig local(TlsConfig tls) {
        return new ServerConfig(
                "127.0.0.1", 0, 0, tls, ServerLimits.DEFAULT, false, Duration.ofMillis(1), Duration.ofSeconds(5));
    }
}
