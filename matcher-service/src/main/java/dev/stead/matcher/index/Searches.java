package dev.stead.matcher.index;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The searches of one generation: lent to threads without a lock, and waited for before its memory is freed. A thread takes one where it
 * took its last one, if nobody else has it. Thread-safe.
 */
final class Searches {
    private static final int PLACES = 64;
    private static final long WAIT_NANOS = 50_000;

    private final AtomicReferenceArray<@Nullable Search> idle = new AtomicReferenceArray<>(PLACES);
    /** Those that are lent now or wait in {@link #idle}: as many as ever ran at the same time. */
    private final List<Search> all = new CopyOnWriteArrayList<>();

    /** The borrower must look afterwards whether the generation is still current: if so, it stays until the search is given back. */
    Search borrow(Generation generation, Kernels kernels) {
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < PLACES; i++) {
            Search search = idle.getAndSet((start + i) & (PLACES - 1), null);
            if (search != null) {
                search.lend(true);
                return search;
            }
        }
        var made = new Search(generation, kernels);
        made.lend(true);
        all.add(made);
        return made;
    }

    void giveBack(Search search) {
        search.lend(false);
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < PLACES; i++) {
            if (idle.compareAndSet((start + i) & (PLACES - 1), null, search)) {
                return;
            }
        }
        all.remove(search);
    }

    /** Waits until every search has been given back; searches take milliseconds at most. */
    void awaitAll() {
        for (Search search : all) {
            while (search.isLent()) {
                LockSupport.parkNanos(WAIT_NANOS);
            }
        }
    }
}
