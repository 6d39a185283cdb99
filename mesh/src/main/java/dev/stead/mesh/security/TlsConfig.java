package dev.stead.mesh.security;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** How the two ends of a connection prove who they are. */
public sealed interface TlsConfig {
    /** The header in which a caller states its path on a plaintext connection; ignored on others. */
    String PLAINTEXT_PEER = "stead-plaintext-peer";

    /** The folder's file names that {@link DevelopmentCa} writes and {@link #mutual(Path, String)} reads. */
    String CERTIFICATE = "certificate.pem";

    String KEY = "key.pem";
    String TRUST = "trust.pem";

    /** The trust domain of every SPIFFE id that is accepted. */
    String trustDomain();

    /**
     * TLS 1.3 with a certificate on both sides.
     *
     * @param certificate PEM: our certificate, then the intermediate ones
     * @param key PEM: our private key, PKCS #8
     * @param trust PEM: the authorities that peers' certificates must come from
     * @param reload how often the files are checked for changes; a renewed certificate needs no restart
     */
    record Mutual(String trustDomain, Path certificate, Path key, Path trust, Duration reload) implements TlsConfig {}

    /**
     * No encryption, no proof: for one machine and for tests, or beside a proxy on the same machine that does both.
     *
     * @param ownPath the path that a channel states as its own, such as {@code service/task}; unused by servers
     */
    record Plaintext(String trustDomain, String ownPath) implements TlsConfig {}

    /** The files of one folder, as {@link DevelopmentCa} writes them. */
    static TlsConfig mutual(Path folder, String trustDomain) {
        return new Mutual(
                trustDomain,
                folder.resolve(CERTIFICATE),
                folder.resolve(KEY),
                folder.resolve(TRUST),
                Duration.ofSeconds(30));
    }

    static TlsConfig plaintext(String ownPath) {
        return new Plaintext("stead", ownPath);
    }

    /** The kinds of {@code STEAD_TLS}. */
    enum Mode {
        MUTUAL,
        PLAINTEXT
    }

    /** Reads the {@code STEAD_TLS*} settings; mutual TLS unless plaintext is set. */
    static TlsConfig from(Settings settings) {
        Mode mode = settings.choice(
                "STEAD_TLS",
                Mode.MUTUAL,
                "mutual: TLS 1.3 with certificates on both sides; plaintext: none (on loopback only)");
        String domain = settings.text("STEAD_TRUST_DOMAIN", "stead", "the trust domain of all SPIFFE ids");
        var certificate = settings.file("STEAD_TLS_CERTIFICATE", "PEM file with our certificate chain");
        var key = settings.file("STEAD_TLS_KEY", "PEM file with our private key (PKCS #8)");
        var trust = settings.file("STEAD_TLS_TRUST", "PEM file with the authorities of our peers");
        Duration reload = settings.duration(
                "STEAD_TLS_RELOAD", Duration.ofSeconds(30), "how often the PEM files are checked for changes");
        String own = settings.text(
                "STEAD_PLAINTEXT_PEER",
                "operator/local",
                "with plaintext: the SPIFFE path that this service states as its own");
        return switch (mode) {
            case PLAINTEXT -> new Plaintext(domain, own);
            case MUTUAL ->
                new Mutual(
                        domain,
                        certificate.orElseThrow(missing("STEAD_TLS_CERTIFICATE")),
                        key.orElseThrow(missing("STEAD_TLS_KEY")),
                        trust.orElseThrow(missing("STEAD_TLS_TRUST")),
                        reload);
        };
    }

    private static Supplier<SettingsException> missing(String key) {
        return () -> new SettingsException(key
                + " is not set: mutual TLS needs STEAD_TLS_CERTIFICATE, STEAD_TLS_KEY and STEAD_TLS_TRUST. On one machine"
                + " only, STEAD_TLS=plaintext needs none.");
    }
}
