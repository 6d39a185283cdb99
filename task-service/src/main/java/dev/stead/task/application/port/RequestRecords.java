package dev.stead.task.application.port;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.task.domain.task.Assertion;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Request ids and their first answers, and the assertions that were used. */
public interface RequestRecords {
    Optional<StoredRequest> find(UUID requestId);

    /** Says false, and keeps nothing, if the request id is there; waits for another transaction that is about to keep it. */
    boolean take(RequestIdentity intention, @Nullable String executionId);

    /** Keeps the answer unless there is one, and gives back the one that is kept. */
    byte[] answer(UUID requestId, byte[] answer);

    /** Says false if the assertion was burnt for this task before. */
    boolean burn(Assertion assertion, String taskId);
}
