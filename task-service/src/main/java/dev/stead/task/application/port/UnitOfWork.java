package dev.stead.task.application.port;

import java.util.function.Function;

/** Runs work in transactions. Thread-safe. */
public interface UnitOfWork {

    /** Runs the work in one consistent transaction that changes nothing. */
    <T> T read(Function<Repositories, T> work);

    /**
     * Runs the work in one durable transaction: it has happened as a whole when this returns, and not at all when this throws. May
     * run the work again after a conflict, so the work must have no other effect.
     */
    <T> T write(Function<Repositories, T> work);
}
