package dev.stead.mesh.security;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

/**
 * A certificate authority in a folder, for one machine and for tests; production brings its own files. Every certificate has one
 * SPIFFE id, and the names of this machine, so that other tools can call the servers too.
 */
public final class DevelopmentCa {
    private static final String CA_CERTIFICATE = "ca.pem";
    private static final String CA_KEY = "ca-key.pem";
    private static final Duration VALID = Duration.ofDays(90);

    private final Path folder;
    private final String trustDomain;
    private final InstantSource clock;
    private final X509Bundle authority;

    private DevelopmentCa(Path folder, String trustDomain, InstantSource clock, X509Bundle authority) {
        this.folder = folder;
        this.trustDomain = trustDomain;
        this.clock = clock;
        this.authority = authority;
    }

    /** The authority of a folder; creates it if there is none. */
    public static DevelopmentCa open(Path folder, String trustDomain, InstantSource clock) {
        try {
            Path certificate = folder.resolve(CA_CERTIFICATE);
            Path key = folder.resolve(CA_KEY);
            if (Files.exists(certificate) && Files.exists(key)) {
                return new DevelopmentCa(folder, trustDomain, clock, load(certificate, key));
            }
            X509Bundle made = builder(clock.instant())
                    .subject("CN=Stead development CA, O=" + trustDomain)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            PrivateFiles.secret(key, made.getPrivateKeyPEM());
            PrivateFiles.open(certificate, made.getCertificatePEM());
            return new DevelopmentCa(folder, trustDomain, clock, made);
        } catch (Exception e) {
            throw new IllegalStateException("cannot open the development CA in " + folder, e);
        }
    }

    /**
     * Issues a certificate for a path such as {@code service/matcher} or {@code terminal/t-7}, in a folder of that name.
     *
     * @return the configuration of a server or channel that uses it
     */
    public TlsConfig issue(String path) {
        SpiffeId id = new SpiffeId(trustDomain, path);
        return issue(path.replace('/', '-'), id.toString());
    }

    /** Any URIs, also wrong ones or several: for tests. */
    TlsConfig issue(String folderName, String... uris) {
        try {
            CertificateBuilder builder = builder(clock.instant())
                    .subject("CN=" + folderName)
                    .addSanDnsName("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .addExtendedKeyUsageServerAuth()
                    .addExtendedKeyUsageClientAuth();
            for (String uri : uris) {
                builder.addSanUriName(uri);
            }
            X509Bundle leaf = builder.buildIssuedBy(authority);
            Path target = folder.resolve(folderName);
            // The key last: a reader that sees a new key also finds its certificate.
            PrivateFiles.open(target.resolve(TlsConfig.TRUST), authority.getCertificatePEM());
            PrivateFiles.open(target.resolve(TlsConfig.CERTIFICATE), leaf.getCertificatePathPEM());
            PrivateFiles.secret(target.resolve(TlsConfig.KEY), leaf.getPrivateKeyPEM());
            return TlsConfig.mutual(target, trustDomain);
        } catch (Exception e) {
            throw new IllegalStateException("cannot issue a certificate for " + folderName, e);
        }
    }

    private static CertificateBuilder builder(Instant now) {
        return new CertificateBuilder()
                .ecp256()
                .notBefore(now.minus(Duration.ofHours(1)))
                .notAfter(now.plus(VALID));
    }

    private static X509Bundle load(Path certificateFile, Path keyFile) throws Exception {
        X509Certificate certificate;
        try (var in = Files.newInputStream(certificateFile)) {
            certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        String base64 = Files.readString(keyFile).replaceAll("-----[A-Z ]+-----", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        var key = KeyFactory.getInstance("EC").generatePrivate(spec);
        return X509Bundle.fromRootCertificateAuthority(certificate, new KeyPair(certificate.getPublicKey(), key));
    }
}
