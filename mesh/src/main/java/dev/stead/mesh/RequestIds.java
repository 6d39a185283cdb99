package dev.stead.mesh;

import dev.stead.mesh.observe.TraceInterceptor;
import io.grpc.Status;
import java.util.UUID;
import java.util.regex.Pattern;

/** The caller's idempotency key: a UUID in its canonical form of 36 characters, version 7 by recommendation. */
public final class RequestIds {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final UUID NIL = new UUID(0, 0);

    private RequestIds() {}

    /**
     * Reads a request id, and adds it to the log lines of the current call.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT / REQUEST_ID_INVALID if it is missing, malformed or all
     *     zero
     */
    public static UUID parse(String requestId) {
        if (CANONICAL.matcher(requestId).matches()) {
            UUID id = UUID.fromString(requestId);
            if (!id.equals(NIL)) {
                TraceInterceptor.noteRequest(requestId);
                return id;
            }
        }
        throw Problem.of(
                        Status.Code.INVALID_ARGUMENT,
                        "REQUEST_ID_INVALID",
                        "request_id must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057: generate one for each"
                                + " intention and send the same one with every retry.")
                .asException();
    }
}
