package dev.stead.mesh.net;

import dev.stead.mesh.security.SpiffeId;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the open connections of one certificate's identity. Each costs memory and a file descriptor, calls or none, so one stolen
 * certificate could take a service's. A connection too many is closed before its first call. Thread-safe.
 */
public final class ConnectionLimit extends ServerTransportFilter {
    private static final Attributes.Key<String> IDENTITY = Attributes.Key.create("stead-identity");

    private final int limit;
    private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();

    /** @param limit open connections of one identity */
    public ConnectionLimit(int limit) {
        this.limit = limit;
    }

    @Override
    public Attributes transportReady(Attributes connection) {
        Optional<String> identity = identity(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        if (identity.isEmpty()) {
            return connection;
        }
        String peer = identity.get();
        if (open.merge(peer, 1, Integer::sum) > limit) {
            ended(peer);
            // The transport closes the connection, and passes these words on.
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription(peer + " has " + limit + " connections already")
                    .asRuntimeException();
        }
        return connection.toBuilder().set(IDENTITY, peer).build();
    }

    /** @param connection null if it ended before it was ready */
    @Override
    public void transportTerminated(@Nullable Attributes connection) {
        String peer = connection == null ? null : connection.get(IDENTITY);
        if (peer != null) {
            ended(peer);
        }
    }

    private void ended(String peer) {
        open.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Empty without TLS, where nobody proves one and all callers are on this machine. */
    private static Optional<String> identity(@Nullable SSLSession session) {
        try {
            if (session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                return Optional.of(SpiffeId.of(certificate).path());
            }
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            // Impossible after the handshake, which checked it.
        }
        return Optional.empty();
    }
}
