package dev.stead.task.application.port;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that was taken: what it asked, the execution that it began, and the first answer. Kept forever. */
public final class StoredRequest {
    private final RequestIdentity intention;
    private final @Nullable String executionId;
    private final byte @Nullable [] answer;

    public StoredRequest(RequestIdentity intention, @Nullable String executionId, byte @Nullable [] answer) {
        this.intention = intention;
        this.executionId = executionId;
        this.answer = answer == null ? null : answer.clone();
    }

    public RequestIdentity intention() {
        return intention;
    }

    /** The execution of a confirmation; absent for every other request. */
    public Optional<String> executionId() {
        return Optional.ofNullable(executionId);
    }

    /** Absent while a confirmation is on its way. */
    public Optional<byte[]> answer() {
        return Optional.ofNullable(answer).map(byte[]::clone);
    }

    /** @throws TaskException {@code REQUEST_ID_REUSED} */
    public void requireSame(RequestIdentity again) {
        Require.holds(
                intention.fingerprint().equals(again.fingerprint()),
                TaskError.REQUEST_ID_REUSED,
                "the request id was used for another request; make a new one for every intention");
    }
}
