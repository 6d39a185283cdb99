package dev.stead.task.storage;

import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.StoredRequest;
import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.TaskId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of request ids and of used assertions. */
record StoredRequestTable(Handle handle, ActRecorder acts) implements Repositories.Requests {

    @Override
    public Optional<StoredRequest> find(UUID requestId) {
        return handle.createQuery("SELECT fingerprint, execution_id, answer FROM requests WHERE request_id = :id")
                .bind("id", requestId.toString())
                .map((row, context) -> new StoredRequest(
                        new RequestIdentity(requestId, new RequestFingerprint(RowMapper.text(row, "fingerprint"))),
                        RowMapper.optional(row, "execution_id", ExecutionId::new),
                        row.getBytes("answer")))
                .findOne();
    }

    @Override
    public boolean add(RequestIdentity request, @Nullable ExecutionId executionId) {
        boolean isNew = handle.createUpdate("""
                                INSERT INTO requests (request_id, fingerprint, execution_id)
                                VALUES (:id, :fingerprint, :execution) ON CONFLICT (request_id) DO NOTHING
                                """)
                        .bind("id", request.requestId().toString())
                        .bind("fingerprint", request.fingerprint().hex())
                        .bind("execution", RowMapper.value(executionId, ExecutionId::value))
                        .execute()
                == 1;
        if (isNew) {
            acts.request(request.requestId());
        }
        return isNew;
    }

    @Override
    public byte[] storeAnswer(UUID requestId, byte[] answer) {
        handle.createUpdate("UPDATE requests SET answer = :answer WHERE request_id = :id AND answer IS NULL")
                .bind("id", requestId.toString())
                .bind("answer", answer)
                .execute();
        return find(requestId).flatMap(StoredRequest::answer).orElseThrow();
    }

    @Override
    public boolean markUsed(AssertionId assertionId, TaskId taskId) {
        return handle.createUpdate("""
                                INSERT INTO burnt_assertions (assertion_id, task_id) VALUES (:assertion, :task)
                                ON CONFLICT (assertion_id) DO NOTHING
                                """)
                        .bind("assertion", assertionId.value())
                        .bind("task", taskId.value())
                        .execute()
                == 1;
    }
}
