package dev.stead.mesh.security;

import dev.stead.mesh.request.ExternalId;
import io.grpc.util.AdvancedTlsX509TrustManager.SslSocketAndEnginePeerVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/** Requires of a peer's valid certificate exactly one SPIFFE id, of our trust domain and with the expected path. */
public final class PeerCheck implements SslSocketAndEnginePeerVerifier {
    private final String trustDomain;
    private final Optional<String> expectedPath;

    private PeerCheck(String trustDomain, Optional<String> expectedPath) {
        this.trustDomain = trustDomain;
        this.expectedPath = expectedPath;
    }

    /** For servers: any caller of a known kind. {@link Access} decides what it may call. */
    public static PeerCheck anyCaller(String trustDomain) {
        return new PeerCheck(trustDomain, Optional.empty());
    }

    /** For clients: this server only, such as {@code service/payment}. */
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
            throw new CertificateException("The peer is " + id.path() + ", not " + expectedPath.get() + ".");
        }
        if (Caller.ofPath(id.path()).isEmpty()) {
            throw new CertificateException(
                    "The peer " + id.path() + " is of an unknown kind, or its id is not " + ExternalId.RULE + ".");
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
