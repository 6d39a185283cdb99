package dev.stead.mesh.net;

import dev.stead.mesh.Problem;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Refuses calls with too much metadata. The transport's own limit, far above this one, answers without a reason; beyond it the
 * transport ends the connection.
 */
public final class MetadataLimit implements ServerInterceptor {
    /** What HTTP/2 adds for each entry (RFC 9113, 6.5.2). */
    private static final int ENTRY = 32;

    private static final byte[] BINARY = Metadata.BINARY_HEADER_SUFFIX.getBytes(StandardCharsets.US_ASCII);

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

    /**
     * Of what was received, and not by keys: HTTP/2 knows names that a key of gRPC may not have ({@code guid:x-request-id}), and what a
     * client or a proxy adds to a call is no reason to fail it.
     */
    private static long size(Metadata headers) {
        byte[][] namesAndValues = InternalMetadata.serialize(headers);
        long bytes = 0;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            byte[] name = namesAndValues[i];
            long value = namesAndValues[i + 1].length;
            // On the wire it is base64.
            bytes += name.length + (isBinary(name) ? 4 * ((value + 2) / 3) : value) + ENTRY;
        }
        return bytes;
    }

    private static boolean isBinary(byte[] name) {
        int from = name.length - BINARY.length;
        return from >= 0 && Arrays.equals(name, from, name.length, BINARY, 0, BINARY.length);
    }
}
