package dev.stead.mesh;

import dev.stead.mesh.net.AdmissionInterceptor;
import dev.stead.mesh.net.ConnectionLimit;
import dev.stead.mesh.net.ConnectionShare;
import dev.stead.mesh.net.FrameLimit;
import dev.stead.mesh.net.MetadataLimit;
import dev.stead.mesh.net.ResetLimit;
import dev.stead.mesh.observe.Metrics;
import dev.stead.mesh.observe.TraceInterceptor;
import dev.stead.mesh.security.CallerInterceptor;
import dev.stead.mesh.security.PeerCheck;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.security.TlsMaterial;
import io.grpc.BindableService;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Builds the gRPC server of a {@link ServiceHost}. */
final class ServerFactory {
    private ServerFactory() {}

    static Server build(
            ServiceHost.Builder host, Metrics metrics, BindableService health, Drain drain, Lifecycle resources) {
        ServerConfig config = host.config;
        var address = new InetSocketAddress(config.host(), config.port());
        requireLoopback(config, address);
        NettyServerBuilder server = NettyServerBuilder.forAddress(
                address, FrameLimit.apply(credentials(config.tls(), resources), System::nanoTime));
        config.limits().apply(server);
        server.compressorRegistry(identityOnly()).decompressorRegistry(MessageCodec.registry());
        ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
        // Not close(): it would wait for a handler that hangs, and the drain has waited long enough.
        resources.own(blocking::shutdownNow);
        server.directExecutor().callExecutor(new ByMethod(Set.copyOf(host.direct), blocking));
        var services = new ArrayList<>(host.services);
        services.add(health.bindService());
        if (config.reflection()) {
            services.add(ProtoReflectionServiceV1.newInstance().bindService());
        }
        ServerLimits limits = config.limits();
        ScheduledExecutorService timer = timer(resources);
        var requests = new RequestDeadline(limits.longestCall(), System::nanoTime);
        requests.startOn(timer);
        var ends = new MessageLimit.Ends(drain, requests);
        services.forEach(service -> server.addService(MessageLimit.apply(
                service, method -> host.messageBytes.getOrDefault(method, host.maxMessageBytes), ends)));
        server.fallbackHandlerRegistry(new UnknownCall()).addStreamTracerFactory(new MessageTracer.Factory());
        var resets = new ResetLimit(limits.resetsPerCaller(), limits.resetWindow(), System::nanoTime);
        var share = new ConnectionShare(limits.callsPerDeviceConnection());
        server.addTransportFilter(new ConnectionLimit(limits.connectionsPerCaller()))
                .addTransportFilter(resets)
                .addTransportFilter(share);
        // grpc runs the last added first.
        interceptors(host, List.of(resets, share), metrics, timer).reversed().forEach(server::intercept);
        return server.build();
    }

    /** Without TLS every caller is who they say: no other machine may be one. */
    private static void requireLoopback(ServerConfig config, InetSocketAddress address) {
        if (config.tls() instanceof TlsConfig.Plaintext
                && !address.isUnresolved()
                && !address.getAddress().isLoopbackAddress()) {
            throw new SettingsException(
                    "STEAD_HOST must be an address of this machine, but is \"" + config.host()
                            + "\": with STEAD_TLS=plaintext nobody proves who they are, so set 127.0.0.1, or STEAD_TLS=mutual.");
        }
    }

    private static ServerCredentials credentials(TlsConfig tls, Lifecycle resources) {
        return switch (tls) {
            case TlsConfig.Plaintext _ -> InsecureServerCredentials.create();
            case TlsConfig.Mutual mutual -> {
                var material = TlsMaterial.load(mutual, PeerCheck.anyCaller(mutual.trustDomain()));
                yield NettySslContextServerCredentials.create(
                        resources.own(material).server());
            }
        };
    }

    private static ScheduledExecutorService timer(Lifecycle resources) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deadlines").factory());
        resources.own(timer::shutdownNow);
        return timer;
    }

    /** Outermost first: each may rely on those before it. */
    private static List<ServerInterceptor> interceptors(
            ServiceHost.Builder host,
            List<ServerInterceptor> byCaller,
            Metrics metrics,
            ScheduledExecutorService timer) {
        var chain = new ArrayList<ServerInterceptor>();
        chain.add(new TraceInterceptor());
        chain.add(Metrics.calls(metrics.registry()));
        chain.add(new ErrorInterceptor(host.errors));
        chain.add(new DeadlineInterceptor(host.config.limits().longestCall(), timer));
        chain.add(new MetadataLimit(host.config.limits().metadataBytes()));
        chain.add(new CallerInterceptor(host.config.tls(), host.people));
        chain.addAll(byCaller);
        chain.add(host.access);
        host.admission.ifPresent(admission -> chain.add(new AdmissionInterceptor(admission)));
        return chain;
    }

    /** Our answers are small and mostly random bytes: nothing is gained by compressing them. */
    private static CompressorRegistry identityOnly() {
        CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
        compressors.register(Codec.Identity.NONE);
        return compressors;
    }

    /** Direct methods on the event loop (13 us of processor time a call instead of 23), all others on a virtual thread each. */
    private record ByMethod(Set<String> direct, Executor blocking) implements ServerCallExecutorSupplier {
        @Override
        public <ReqT, RespT> @Nullable Executor getExecutor(ServerCall<ReqT, RespT> call, Metadata headers) {
            return direct.contains(call.getMethodDescriptor().getFullMethodName()) ? null : blocking;
        }
    }
}
