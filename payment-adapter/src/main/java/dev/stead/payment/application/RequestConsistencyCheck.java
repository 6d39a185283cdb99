package dev.stead.payment.application;

import dev.stead.payment.application.port.UnitOfWork;
import java.util.concurrent.atomic.AtomicBoolean;

/** Compares every settlement with the fingerprint of the request that it came from. Thread-safe. */
public final class RequestConsistencyCheck {
    private final UnitOfWork unitOfWork;

    public RequestConsistencyCheck(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /** True if every settlement moves what its request asked for. */
    public boolean allMatch() {
        return unitOfWork.read(repositories -> {
            var all = new AtomicBoolean(true);
            repositories.settlements().forEachWithRequest(settlement -> {
                if (!settlement.matchesRequest()) {
                    all.set(false);
                }
            });
            return all.get();
        });
    }
}
