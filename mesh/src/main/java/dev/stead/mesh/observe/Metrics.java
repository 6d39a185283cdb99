package dev.stead.mesh.observe;

import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A service's meters, in the format of Prometheus. Owns the collectors of the JVM. Thread-safe.
 *
 * <p>Latencies have buckets: percentiles of several processes cannot be combined.
 */
public final class Metrics implements AutoCloseable {
    /** From half a millisecond (a search) to ten seconds (past the longest deadline). */
    static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(new PromDefaults());
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public Metrics() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        BuildVersion build = BuildVersion.current();
        Gauge.builder("stead_build", () -> 1)
                .description("Always 1: its labels say which build this is")
                .tag("version", build.version())
                .tag("commit", build.commit())
                .register(registry);
    }

    /** For a service's own meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** The page that Prometheus reads. */
    public String scrape() {
        return registry.scrape();
    }

    /** A timer with our buckets, and with tags as names and values in turn. */
    public static Timer timer(String name, MeterRegistry registry, String... tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
    }

    /** Counts and times every call of a server by service, method and outcome. */
    public static ServerInterceptor calls(MeterRegistry registry) {
        return new MetricCollectingServerInterceptor(
                registry, counter -> counter, timer -> timer.serviceLevelObjectives(BUCKETS));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    /** Micrometer's defaults for Prometheus. */
    private static final class PromDefaults implements PrometheusConfig {
        @Override
        public @Nullable String get(String key) {
            return null;
        }
    }
}
