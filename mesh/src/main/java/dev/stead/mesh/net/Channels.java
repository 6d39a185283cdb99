package dev.stead.mesh.net;

import dev.stead.mesh.observe.ClientTrace;
import dev.stead.mesh.security.PeerCheck;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.security.TlsMaterial;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Opens channels with deadlines, retries, tracing and mutual TLS. */
public final class Channels {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> PEER =
            Metadata.Key.of(TlsConfig.PLAINTEXT_PEER, Metadata.ASCII_STRING_MARSHALLER);

    private Channels() {}

    /** Opens a channel, which connects with its first call. The caller shuts it down. */
    public static ManagedChannel open(ChannelConfig config) {
        NettyChannelBuilder builder = settings(config);
        return switch (config.tls()) {
            case TlsConfig.Plaintext plaintext -> {
                var peer = new Metadata();
                peer.put(PEER, plaintext.ownPath());
                yield builder.usePlaintext()
                        .intercept(MetadataUtils.newAttachHeadersInterceptor(peer))
                        .build();
            }
            case TlsConfig.Mutual mutual -> {
                TlsMaterial material = TlsMaterial.load(mutual, PeerCheck.only(mutual.trustDomain(), config.peer()));
                yield new OwnedChannel(builder.sslContext(material.client()).build(), material);
            }
        };
    }

    /** Everything but the encryption. */
    static NettyChannelBuilder settings(ChannelConfig config) {
        return NettyChannelBuilder.forTarget("dns:///" + config.address())
                .defaultServiceConfig(serviceConfig(config))
                .disableServiceConfigLookUp()
                .enableRetry()
                .maxInboundMessageSize(config.messageBytes())
                .maxInboundMetadataSize(8 * 1024)
                .flowControlWindow(256 * 1024)
                // Proxies drop a connection that was silent for a minute.
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(false)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .intercept(
                        new ClientTrace(),
                        new DefaultDeadline(config.deadline(), config.policies().keySet()));
    }

    /** Sends a person's token with each call. The supplier is called each time, because tokens expire. */
    public static CallCredentials bearer(Supplier<String> token) {
        return new CallCredentials() {
            @Override
            public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
                var headers = new Metadata();
                headers.put(AUTHORIZATION, "Bearer " + token.get());
                applier.apply(headers);
            }
        };
    }

    /** Retries stop while more than half of the recent calls failed (gRFC A6): ten tokens, and a success returns a tenth of one. */
    static Map<String, Object> serviceConfig(ChannelConfig config) {
        Map<String, Object> service = new TreeMap<>();
        List<Map<String, Object>> methods = config.policies().entrySet().stream()
                .map(entry -> entry.getValue().entry(List.of(name(entry.getKey()))))
                .toList();
        service.put("methodConfig", methods);
        service.put("retryThrottling", Map.of("maxTokens", 10.0, "tokenRatio", 0.1));
        return service;
    }

    private static Map<String, String> name(String fullMethodName) {
        int slash = fullMethodName.lastIndexOf('/');
        return Map.of("service", fullMethodName.substring(0, slash), "method", fullMethodName.substring(slash + 1));
    }
}
