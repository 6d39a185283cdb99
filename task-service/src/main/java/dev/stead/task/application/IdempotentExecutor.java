package dev.stead.task.application;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.StoredRequest;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.TaskException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Executes each request at most once: the same id with the same content gets the first answer, byte for byte, for ever. Thread-safe. */
public final class IdempotentExecutor {
    private final UnitOfWork unitOfWork;

    public IdempotentExecutor(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /**
     * Runs the work and stores its answer in one transaction. A refusal has no effect and is not stored.
     *
     * @throws TaskException {@code REQUEST_ID_REUSED}, or whatever the work throws
     */
    public byte[] run(RequestIdentity request, Function<Repositories, byte[]> work) {
        return unitOfWork.write(repositories -> {
            Repositories.Requests requests = repositories.requests();
            if (!requests.add(request, null)) {
                StoredRequest stored = requests.find(request.requestId()).orElseThrow();
                stored.requireSame(request);
                return stored.answer().orElseThrow(() -> new IllegalStateException("a finished request has no answer"));
            }
            return requests.storeAnswer(request.requestId(), work.apply(repositories));
        });
    }

    /**
     * Runs work that takes several transactions, the first of which adds the request. Its answer is stored when it returns, unless a
     * call with the same id was quicker: then that one's answer is returned. The process may die before the answer is stored, so the
     * work is run again for a request that has none, and must itself do nothing twice.
     *
     * @throws TaskException {@code REQUEST_ID_REUSED}, or whatever the work throws
     */
    public byte[] runInSteps(RequestIdentity request, Supplier<byte[]> work) {
        Optional<byte[]> stored = unitOfWork
                .read(repositories -> repositories.requests().find(request.requestId()))
                .flatMap(earlier -> {
                    earlier.requireSame(request);
                    return earlier.answer();
                });
        if (stored.isPresent()) {
            return stored.get();
        }
        byte[] answer = work.get();
        return unitOfWork.write(repositories -> repositories.requests().storeAnswer(request.requestId(), answer));
    }
}
