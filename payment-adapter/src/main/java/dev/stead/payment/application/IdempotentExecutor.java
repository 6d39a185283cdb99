package dev.stead.payment.application;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.StoredRequest;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.PaymentException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Executes a request at most once, however often it is sent. Thread-safe. */
final class IdempotentExecutor {
    private final UnitOfWork unitOfWork;

    IdempotentExecutor(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /**
     * The answer to a request.
     *
     * @param isNew false if the request was executed before
     */
    record Answer<T>(T result, boolean isNew) {}

    /**
     * Stores the request and runs its work in one transaction; a repeat is answered by {@code replay} instead. A request that is refused
     * has no effect and is not stored, so that it may be sent again.
     *
     * @param resultId the id of the account or settlement that the request is about
     * @param replay given the request as it was stored
     * @throws PaymentException {@code REQUEST_ID_REUSED}, or what {@code work} or {@code replay} throws
     */
    <T> Answer<T> execute(
            RequestIdentity identity,
            String resultId,
            Function<Repositories, T> work,
            BiFunction<Repositories, StoredRequest, T> replay) {
        var request = StoredRequest.of(identity, resultId);
        return unitOfWork.write(repositories -> {
            Optional<StoredRequest> stored = repositories.requests().putIfAbsent(request);
            if (stored.isEmpty()) {
                return new Answer<>(work.apply(repositories), true);
            }
            stored.get().requireSame(identity);
            return new Answer<>(replay.apply(repositories, stored.get()), false);
        });
    }
}
