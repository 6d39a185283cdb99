package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stead.task.domain.task.TaskView;

/**
 * READY tasks as they were read before. A key holds all that can change of such a task, so an entry is never stale: every change of the
 * task raises its version, its last execution has ended, and of its order only state and holder change. Only reading transactions fill it: a
 * version that a writing one sees may be undone and come again as another. Thread-safe.
 */
final class ReadyCache {
    private static final int MOST = 10_000;

    /** For transactions that must not fill it. */
    static final ReadyCache NONE = new ReadyCache(0);

    /** A READY task as of a version, and its order's state. */
    record Key(String taskId, long version, String orderState, String heldBy) {}

    final Cache<Key, TaskView> views;

    ReadyCache() {
        this(MOST);
    }

    private ReadyCache(int most) {
        this.views = Caffeine.newBuilder().maximumSize(most).recordStats().build();
    }
}
