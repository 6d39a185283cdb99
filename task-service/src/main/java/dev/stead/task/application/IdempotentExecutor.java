package dev.stead.task.application;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.RequestRecords;
import dev.stead.task.application.port.StoredRequest;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.TaskException;
import java.util.function.Function;

/** Makes an intention happen at most once: the same id with the same content gets the first answer, byte for byte, forever. Thread-safe. */
public final class IdempotentExecutor {
    private final UnitOfWork store;

    public IdempotentExecutor(UnitOfWork store) {
        this.store = store;
    }

    /**
     * Runs the work and keeps its answer in one transaction. A refusal has no effect and is not kept.
     *
     * @throws TaskException {@code REQUEST_ID_REUSED}, or whatever the work throws
     */
    public byte[] run(RequestIdentity intention, Function<Repositories, byte[]> work) {
        return store.write(records -> {
            RequestRecords requests = records.requests();
            if (!requests.take(intention, null)) {
                StoredRequest kept = requests.find(intention.requestId()).orElseThrow();
                kept.requireSame(intention);
                return kept.answer().orElseThrow(() -> new IllegalStateException("an answered request has no answer"));
            }
            return requests.answer(intention.requestId(), work.apply(records));
        });
    }
}
