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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys and authorities of one end of mutual TLS 1.3. Checks its files for changes until it is closed: a renewed certificate is
 * used from the next handshake on, open connections stay open. A damaged or half-written renewal is logged, and the old certificate
 * stays in use until the next check finds a good one.
 */
public final class TlsMaterial implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsMaterial.class);

    private final TlsConfig.Mutual config;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager trust;
    private final ScheduledExecutorService reloading = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-reload").factory());
    private List<FileTime> loaded = List.of();

    private TlsMaterial(TlsConfig.Mutual config, PeerCheck check) throws GeneralSecurityException {
        this.config = config;
        // Not the host's name: PeerCheck verifies the SPIFFE id instead.
        this.trust = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                .setSslSocketAndEnginePeerVerifier(check)
                .build();
    }

    /** Loads the files now, and checks them for changes every {@link TlsConfig.Mutual#reload()}. */
    public static TlsMaterial load(TlsConfig.Mutual config, PeerCheck check) {
        try {
            var material = new TlsMaterial(config, check);
            material.loadFiles(material.times());
            long millis = config.reload().toMillis();
            var _ = material.reloading.scheduleWithFixedDelay(material::check, millis, millis, TimeUnit.MILLISECONDS);
            return material;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
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

    @Override
    public void close() {
        reloading.shutdownNow();
    }

    private SslContext context(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .trustManager(trust)
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS 1.3 is not available", e);
        }
    }

    private void check() {
        try {
            List<FileTime> now = times();
            if (!now.equals(loaded)) {
                loadFiles(now);
                LOG.info("Reloaded the certificate {}", config.certificate());
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warn(
                    "Cannot load the renewed certificate {} ({}); keeping the old one",
                    config.certificate(),
                    e.getClass().getSimpleName());
        }
    }

    /** @param times from before the files are read: what changes meanwhile is read again at the next check */
    private void loadFiles(List<FileTime> times) throws IOException, GeneralSecurityException {
        KeyPairFiles pair = KeyPairFiles.read(config.certificate(), config.key());
        trust.updateTrustCredentials(config.trust().toFile());
        keys.updateIdentityCredentials(pair.chain().toArray(X509Certificate[]::new), pair.key());
        loaded = times;
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : List.of(config.certificate(), config.key(), config.trust())) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }
}
