package dev.stead.payment.application;

import dev.stead.payment.application.port.UnitOfWork;
import java.util.concurrent.atomic.AtomicBoolean;

/** Compares every settlement with the fingerprint of the request that it came from. */
public final class RequestConsistencyCheck {
    private final UnitOfWork store;

    /** Over a store. */
    public RequestConsistencyCheck(UnitOfWork store) {
        this.store = store;
    }

    /** Whether all are still about what was asked for, as they are at one instant. */
    public boolean areAllAsAsked() {
        return store.read(books -> {
            var all = new AtomicBoolean(true);
            books.settlements().withRequests(ordered -> {
                if (!ordered.isAsAsked()) {
                    all.set(false);
                }
            });
            return all.get();
        });
    }
}
