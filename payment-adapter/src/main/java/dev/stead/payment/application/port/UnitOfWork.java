package dev.stead.payment.application.port;

import java.util.function.Function;

/** Where accounts, journal and settlements are kept. Thread-safe. */
public interface UnitOfWork {
    /** Runs {@code work} on one consistent state of the store. */
    <T> T read(Function<Repositories, T> work);

    /**
     * Runs {@code work} in one transaction that is durable when this returns, and undone if {@code work} throws. It may be run again after
     * a conflict, so it has no effect but on the books.
     */
    <T> T write(Function<Repositories, T> work);
}
