package dev.stead.payment.application.port;

import java.util.function.Function;

/** Transactions over the repositories. Thread-safe. */
public interface UnitOfWork {
    /** Runs {@code work} on one consistent state of the store. */
    <T> T read(Function<Repositories, T> work);

    /**
     * Runs {@code work} in one transaction, which is durable when this returns and rolled back if {@code work} throws. It may run again
     * after a conflict, so {@code work} must have no effect except on the repositories.
     */
    <T> T write(Function<Repositories, T> work);
}
