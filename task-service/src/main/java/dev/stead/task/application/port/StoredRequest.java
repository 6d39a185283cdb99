package dev.stead.task.application.port;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as it was stored: what it asked for, the execution that it began, and its first answer. Kept for ever. */
public final class StoredRequest {
    private final RequestIdentity identity;
    private final @Nullable ExecutionId executionId;
    private final byte @Nullable [] answer;

    public StoredRequest(RequestIdentity identity, @Nullable ExecutionId executionId, byte @Nullable [] answer) {
        this.identity = identity;
        this.executionId = executionId;
        this.answer = answer == null ? null : answer.clone();
    }

    /** The execution of a confirmation; absent for every other request. */
    public Optional<ExecutionId> executionId() {
        return Optional.ofNullable(executionId);
    }

    /** Absent while a confirmation is in progress. */
    public Optional<byte[]> answer() {
        return Optional.ofNullable(answer).map(byte[]::clone);
    }

    /** @throws TaskException {@code REQUEST_ID_REUSED} unless the other request asks for the same */
    public void requireSame(RequestIdentity other) {
        Require.that(
                identity.fingerprint().equals(other.fingerprint()),
                TaskError.REQUEST_ID_REUSED,
                "the request id was used for another request; make a new one for every new request");
    }
}
