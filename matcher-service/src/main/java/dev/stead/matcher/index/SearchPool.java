package dev.stead.matcher.index;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The searches of one generation: lent to threads without a lock, and awaited before the generation's memory is freed. Thread-safe.
 */
final class SearchPool {
    private static final long WAIT_NANOS = 50_000;

    private final FreeList<Search> idle = new FreeList<>();
    /** Those in use and those in {@link #idle}: at most as many as ever ran at once. */
    private final List<Search> all = new CopyOnWriteArrayList<>();

    /** The borrower must then check that the generation is still current: if it is, its memory stays until the search is released. */
    Search borrow(Generation generation, Kernels kernels) {
        Search search = idle.take();
        if (search == null) {
            search = new Search(generation, kernels);
            search.setInUse(true);
            all.add(search);
        } else {
            search.setInUse(true);
        }
        return search;
    }

    void release(Search search) {
        search.setInUse(false);
        if (!idle.put(search)) {
            all.remove(search);
        }
    }

    /** Waits until every search has been released; a search takes milliseconds at most. */
    void awaitAll() {
        for (Search search : all) {
            while (search.isInUse()) {
                LockSupport.parkNanos(WAIT_NANOS);
            }
        }
    }
}
