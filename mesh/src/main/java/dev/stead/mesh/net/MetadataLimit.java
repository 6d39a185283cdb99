package dev.stead.mesh.net;

import dev.stead.mesh.Problem;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Refuses calls with too much metadata. The transport's own limit, far above this one, answers without a reason; beyond it the
 * transport ends the connection.
 */
public final class MetadataLimit implements ServerInterceptor {
    /** What HTTP/2 adds for each entry (RFC 9113, 6.5.2). */
    private static final int ENTRY = 32;

    private final int limit;

    /** @param limit in bytes, as HTTP/2 counts them */
    public MetadataLimit(int limit) {
        this.limit = limit;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        long bytes = size(headers);
        if (bytes > limit) {
            throw Problem.of(
                            Status.Code.RESOURCE_EXHAUSTED,
                            "METADATA_TOO_LARGE",
                            "The call has " + bytes + " bytes of metadata (its headers, with the token); at most "
                                    + limit + " are taken. Send less.")
                    .with("limit", Integer.toString(limit))
                    .asException();
        }
        return next.startCall(call, headers);
    }

    private static long size(Metadata headers) {
        long bytes = 0;
        for (String name : headers.keys()) {
            bytes += name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                    ? binary(headers, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))
                    : text(headers, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        }
        return bytes;
    }

    private static long text(Metadata headers, Metadata.Key<String> key) {
        long bytes = 0;
        Iterable<String> values = headers.getAll(key);
        if (values != null) {
            for (String value : values) {
                bytes += key.name().length() + value.length() + ENTRY;
            }
        }
        return bytes;
    }

    private static long binary(Metadata headers, Metadata.Key<byte[]> key) {
        long bytes = 0;
        Iterable<byte[]> values = headers.getAll(key);
        if (values != null) {
            for (byte[] value : values) {
                // On the wire it is base64.
                bytes += key.name().length() + 4L * ((value.length + 2) / 3) + ENTRY;
            }
        }
        return bytes;
    }
}
