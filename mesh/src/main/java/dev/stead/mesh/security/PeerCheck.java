package dev.stead.mesh.security;

import io.grpc.util.AdvancedTlsX509TrustManager.SslSocketAndEnginePeerVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/** What a peer's certificate must say besides being valid: exactly one SPIFFE id, of our trust domain and of the expected path. */
public final class PeerCheck implements SslSocketAndEnginePeerVerifier {
    private final String trustDomain;
    private final Optional<String> expectedPath;

    private PeerCheck(String trustDomain, Optional<String> expectedPath) {
        this.trustDomain = trustDomain;
        this.expectedPath = expectedPath;
    }

    /** A server's check: any caller whose kind it knows. What the caller may do is {@link Access}'s business. */
    public static PeerCheck anyCaller(String trustDomain) {
        return new PeerCheck(trustDomain, Optional.empty());
    }

    /** A client's check: this server and no other, such as {@code service/payment}. */
    public static PeerCheck only(String trustDomain, String path) {
        return new PeerCheck(trustDomain, Optional.of(path));
    }

    /** The path of the peer's id. */
    String check(X509Certificate certificate) throws CertificateException {
        SpiffeId id = SpiffeId.of(certificate);
        if (!id.trustDomain().equals(trustDomain)) {
            throw new CertificateException("The peer is of the trust domain " + id.trustDomain() + ", not "
                    + trustDomain + " (STEAD_TRUST_DOMAIN).");
        }
        if (expectedPath.isPresent() && !expectedPath.get().equals(id.path())) {
            throw new CertificateException("The peer is " + id.path() + ", expected was " + expectedPath.get() + ".");
        }
        if (Caller.ofPath(id.path()).isEmpty()) {
            throw new CertificateException("The peer's kind is unknown: " + id.path());
        }
        return id.path();
    }

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain[0]);
    }

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain[0]);
    }
}
