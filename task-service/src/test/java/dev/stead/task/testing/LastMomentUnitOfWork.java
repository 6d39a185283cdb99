package dev.stead.task.testing;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A unit of work before whose next writing transaction somebody else commits something: whatever was read earlier is stale. */
public final class LastMomentUnitOfWork implements UnitOfWork {
    private final UnitOfWork delegate;
    private final AtomicReference<Runnable> first = new AtomicReference<>(() -> {});

    LastMomentUnitOfWork(UnitOfWork delegate) {
        this.delegate = delegate;
    }

    /** Runs this once, before the next transaction that writes, outside of it. */
    public void beforeNextWrite(Runnable other) {
        first.set(other);
    }

    @Override
    public <T> T read(Function<Repositories, T> work) {
        return delegate.read(work);
    }

    @Override
    public <T> T write(Function<Repositories, T> work) {
        first.getAndSet(() -> {}).run();
        return delegate.write(work);
    }
}
