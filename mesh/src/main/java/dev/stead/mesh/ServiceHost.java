package dev.stead.mesh;

import dev.stead.mesh.net.Admission;
import dev.stead.mesh.observe.BuildVersion;
import dev.stead.mesh.observe.Logs;
import dev.stead.mesh.observe.Metrics;
import dev.stead.mesh.observe.OpsServer;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.NativeSignatures;
import dev.stead.mesh.security.PeopleTokens;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running service: its gRPC server with health, its metrics and probes. Closing it drains it: it reports that it is not ready,
 * still accepts calls for a moment, then accepts no new ones, ends the streams ({@link Drain}), lets the open calls finish, and
 * cancels what is left.
 */
public final class ServiceHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceHost.class);

    private final String name;
    private final ServerConfig config;
    private final Server server;
    private final OpsServer ops;
    private final HealthStatusManager health;
    private final Lifecycle resources;
    private final AtomicBoolean draining;
    private final Drain drain = new Drain();
    private final int port;

    private ServiceHost(Builder builder, Lifecycle resources) throws IOException {
        this.name = builder.name;
        this.config = builder.config;
        this.resources = resources;
        this.health = new HealthStatusManager();
        this.draining = new AtomicBoolean(true);
        Metrics metrics = builder.metrics.orElseGet(() -> resources.own(new Metrics()));
        builder.admission.ifPresent(admission -> admission.bindTo(metrics.registry()));
        this.server = ServerFactory.build(builder, metrics, health.getHealthService(), drain, resources);
        BooleanSupplier readiness = builder.readiness;
        this.ops = resources.own(OpsServer.start(
                config.host(), config.opsPort(), metrics::scrape, () -> !draining.get() && readiness.getAsBoolean()));
        this.port = server.start().getPort();
        draining.set(false);
        // After the start, which would wait for it.
        Thread.ofPlatform().daemon().name("signatures").start(NativeSignatures::install);
        LOG.info(
                "{} listening on port {}, metrics and probes on port {} ({})",
                name,
                port,
                ops.port(),
                BuildVersion.current());
    }

    /** @param name for the log */
    public static Builder builder(String name, ServerConfig config) {
        return new Builder(name, config);
    }

    public int port() {
        return port;
    }

    public int opsPort() {
        return ops.port();
    }

    /** Waits until the server is closed. */
    public void awaitTermination() {
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!draining.compareAndSet(false, true)) {
            return;
        }
        LOG.info("{} draining", name);
        health.enterTerminalState();
        try {
            // The platform needs a moment to see that we are not ready. Nothing counts this latch down: it only waits.
            boolean _ = new CountDownLatch(1).await(config.drainDelay().toNanos(), TimeUnit.NANOSECONDS);
            server.shutdown();
            drain.begin();
            if (!server.awaitTermination(config.drainLimit().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} cancelling the calls still open after {}", name, config.drainLimit());
                server.shutdownNow();
                boolean _ = server.awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            resources.close();
        }
    }

    /** Collects the parts of a service. */
    public static final class Builder {
        final String name;
        final ServerConfig config;
        final List<ServerServiceDefinition> services = new ArrayList<>();
        final List<ErrorMapper> errors = new ArrayList<>();
        final Set<String> direct = new HashSet<>();
        final Map<String, Integer> messageBytes = new HashMap<>();
        Access access = Access.builder().build();
        int maxMessageBytes;
        PeopleTokens people = PeopleTokens.none();
        Optional<Admission> admission = Optional.empty();
        Optional<Metrics> metrics = Optional.empty();
        BooleanSupplier readiness = () -> true;

        private Builder(String name, ServerConfig config) {
            this.name = name;
            this.config = config;
            this.maxMessageBytes = config.limits().messageBytes();
        }

        public Builder service(BindableService service) {
            services.add(service.bindService());
            return this;
        }

        /** Which roles may call which method; every method needs a row. */
        public Builder access(Access table) {
            access = table;
            return this;
        }

        public Builder errors(ErrorMapper... mappers) {
            errors.addAll(Arrays.asList(mappers));
            return this;
        }

        /** Methods that run on the event loop: microseconds, never blocking. All others run on virtual threads. */
        public Builder direct(MethodDescriptor<?, ?>... methods) {
            for (MethodDescriptor<?, ?> method : methods) {
                direct.add(method.getFullMethodName());
            }
            return this;
        }

        /** The largest request of every method without a limit of its own. */
        public Builder maxMessageBytes(int bytes) {
            maxMessageBytes = bytes;
            return this;
        }

        public Builder maxMessageBytes(int bytes, MethodDescriptor<?, ?>... methods) {
            for (MethodDescriptor<?, ?> method : methods) {
                messageBytes.put(method.getFullMethodName(), bytes);
            }
            return this;
        }

        /** Whether the service can do its work; called for each request of {@code /readyz}, so it must be quick. */
        public Builder readiness(BooleanSupplier ready) {
            readiness = ready;
            return this;
        }

        /** Metrics owned by the caller, for a service with meters of its own. */
        public Builder metrics(Metrics own) {
            metrics = Optional.of(own);
            return this;
        }

        /** Checks the tokens that gateways pass on; without it none is accepted. */
        public Builder people(PeopleTokens tokens) {
            people = tokens;
            return this;
        }

        public Builder admission(Admission shares) {
            admission = Optional.of(shares);
            return this;
        }

        /**
         * Starts to listen.
         *
         * @throws IllegalStateException if a method has no row in the access list
         * @throws SettingsException if a port is taken, the host is unknown or the certificates cannot be read
         */
        public ServiceHost start() {
            access.requireRows(services);
            Logs.bridge();
            var resources = new Lifecycle();
            try {
                return new ServiceHost(this, resources);
            } catch (IOException e) {
                resources.close();
                throw new ListenAddress(config.host(), config.port(), "STEAD_PORT", "calls").refused(e);
            } catch (RuntimeException | Error e) {
                resources.close();
                throw e;
            }
        }
    }
}
