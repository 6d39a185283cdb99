package dev.stead.task.testing;

import dev.stead.task.domain.RecordStore;
import dev.stead.task.domain.Records;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A store before whose next writing transaction somebody else commits something: whatever was looked at earlier is stale. */
public final class LastMomentStore implements RecordStore {
    private final RecordStore store;
    private final AtomicReference<Runnable> first = new AtomicReference<>(() -> {});

    LastMomentStore(RecordStore store) {
        this.store = store;
    }

    /** Runs this once, before the next transaction that writes, outside of it. */
    public void beforeNextWrite(Runnable other) {
        first.set(other);
    }

    @Override
    public <T> T read(Function<Records, T> work) {
        return store.read(work);
    }

    @Override
    public <T> T write(Function<Records, T> work) {
        first.getAndSet(() -> {}).run();
        return store.write(work);
    }
}
