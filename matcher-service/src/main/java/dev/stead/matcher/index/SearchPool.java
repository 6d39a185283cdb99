package dev.stead.matcher.index;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The searches of one generation: lent to threads without a lock, and waited for before its memory is freed. Thread-safe.
 */
final class SearchPool {
    private static final long WAIT_NANOS = 50_000;

    private final FreeList<Search> idle = new FreeList<>();
    /** Those that are lent now or wait in {@link #idle}: as many as ever ran at the same time. */
    private final List<Search> all = new CopyOnWriteArrayList<>();

    /** The borrower must look afterwards whether the generation is still current: if so, it stays until the search is given back. */
    Search borrow(Generation generation, Kernels kernels) {
        Search search = idle.take();
        if (search == null) {
            search = new Search(generation, kernels);
            search.lend(true);
            all.add(search);
        } else {
            search.lend(true);
        }
        return search;
    }

    void giveBack(Search search) {
        search.lend(false);
        if (!idle.put(search)) {
            all.remove(search);
        }
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
