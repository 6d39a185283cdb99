package dev.stead.mesh.security;

import dev.stead.mesh.SettingsException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The keys and authorities of one end of mutual TLS 1.3. Looks at its files again and again: a renewed certificate serves the
 * next handshake, connections that are open stay open. A damaged renewal is logged and the old one stays. Closing it ends the
 * looking.
 */
public final class TlsMaterial implements AutoCloseable {
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager trust;
    private final ScheduledExecutorService reloading = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-reload").factory());

    private TlsMaterial(PeerCheck check) throws GeneralSecurityException {
        // The name of the host proves nothing that the SPIFFE id does not: PeerCheck looks at that one instead.
        this.trust = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                .setSslSocketAndEnginePeerVerifier(check)
                .build();
    }

    /** Loads the files now, and looks at them every {@link TlsConfig.Mutual#reload()}. */
    public static TlsMaterial load(TlsConfig.Mutual config, PeerCheck check) {
        try {
            var material = new TlsMaterial(check);
            try {
                long millis = config.reload().toMillis();
                var _ = material.keys.updateIdentityCredentials(
                        config.certificate().toFile(),
                        config.key().toFile(),
                        millis,
                        TimeUnit.MILLISECONDS,
                        material.reloading);
                var _ = material.trust.updateTrustCredentials(
                        config.trust().toFile(), millis, TimeUnit.MILLISECONDS, material.reloading);
                return material;
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                material.close();
                throw e;
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new SettingsException("The files of STEAD_TLS_CERTIFICATE, STEAD_TLS_KEY and STEAD_TLS_TRUST ("
                    + config.certificate() + ", " + config.key() + ", " + config.trust()
                    + ") must be PEM: an X.509 chain, its PKCS #8 key, and the authorities ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    public SslContext server() {
        return context(SslContextBuilder.forServer(keys).clientAuth(ClientAuth.REQUIRE));
    }

    public SslContext client() {
        return context(SslContextBuilder.forClient().keyManager(keys));
    }

    private SslContext context(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .trustManager(trust)
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS 1.3 is not available.", e);
        }
    }

    @Override
    public void close() {
        reloading.shutdownNow();
    }
}
