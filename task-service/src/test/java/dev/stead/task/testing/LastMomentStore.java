package dev.stead.task.testing;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A store before whose next writing transaction somebody else commits something: whatever was looked at earlier is stale. */
public final class LastMomentStore implements UnitOfWork {
    private final UnitOfWork store;
    private final AtomicReference<Runnable> first = new AtomicReference<>(() -> {});

    LastMomentStore(UnitOfWork store) {
        this.store = store;
    }

    /** Runs this once, before the next transaction that writes, outside of it. */
    public void beforeNextWrite(Runnable other) {
        first.set(other);
    }

    @Override
    public <T> T read(Function<Repositories, T> work) {
        return store.read(work);
    }

    @Override
    public <T> T write(Function<Repositories, T> work) {
        first.getAndSet(() -> {}).run();
        return store.write(work);
    }
}
