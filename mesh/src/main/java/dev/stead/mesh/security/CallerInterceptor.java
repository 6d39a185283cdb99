package dev.stead.mesh.security;

import dev.stead.mesh.Problem;
import dev.stead.mesh.request.ExternalId;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Iterator;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link Caller} of a call into its context: the machine that the certificate names or, if that is a gateway with a
 * person's bearer token, the person. Throws a problem if there is neither; its place is behind the interceptor that answers problems.
 */
public final class CallerInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> PEER =
            Metadata.Key.of(TlsConfig.PLAINTEXT_PEER, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final PeerCheck check;
    private final boolean plaintext;
    private final PeopleTokens people;

    public CallerInterceptor(TlsConfig tls, PeopleTokens people) {
        this.check = PeerCheck.anyCaller(tls.trustDomain());
        this.plaintext = tls instanceof TlsConfig.Plaintext;
        this.people = people;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Caller machine = machine(call.getAttributes(), headers);
        Caller caller = machine instanceof Caller.Gateway ? personBehind(machine, headers) : machine;
        String method = call.getMethodDescriptor().getFullMethodName();
        return Contexts.interceptCall(
                Context.current().withValues(Caller.KEY, caller, Caller.METHOD, method), call, headers, next);
    }

    private Caller machine(Attributes connection, Metadata headers) {
        String path = plaintext ? headers.get(PEER) : certified(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        return Optional.ofNullable(path).flatMap(Caller::ofPath).orElseThrow(this::unknown);
    }

    private @Nullable String certified(@Nullable SSLSession session) {
        try {
            if (session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                return check.check(certificate);
            }
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            // Impossible after the handshake; the same answer as for no certificate.
        }
        return null;
    }

    private Caller personBehind(Caller gateway, Metadata headers) {
        Iterable<String> all = headers.getAll(AUTHORIZATION);
        if (all == null) {
            return gateway;
        }
        Iterator<String> each = all.iterator();
        String authorization = each.next();
        if (each.hasNext()) {
            // A gateway that reads the first and a service that reads the last would speak of two people.
            throw PeopleTokens.refused("The call has several authorization headers: send one.");
        }
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw PeopleTokens.refused("The authorization header must be a bearer token.");
        }
        return new Caller.Person(people.personOf(authorization.substring(7).strip()));
    }

    private RuntimeException unknown() {
        String fix = plaintext
                ? "State the caller in the header " + TlsConfig.PLAINTEXT_PEER
                        + ", such as terminal/t-7: a kind and an id of " + ExternalId.RULE + "."
                : "Present a client certificate with a SPIFFE id.";
        return Problem.of(Status.Code.UNAUTHENTICATED, "CALLER_UNKNOWN", "The caller proved no identity. " + fix)
                .asException();
    }
}
