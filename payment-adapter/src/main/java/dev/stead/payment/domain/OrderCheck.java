package dev.stead.payment.domain;

import java.util.concurrent.atomic.AtomicBoolean;

/** Compares every settlement with the fingerprint of the request that it came from. */
public final class OrderCheck {
    private final Store store;

    /** Over a store. */
    public OrderCheck(Store store) {
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
