package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.TaskView;
import java.util.Optional;

/**
 * What is read whenever somebody stands at a terminal and hardly ever changes. A key holds all that can change, so an entry is never
 * stale, also not when another process on the same database changes something; the oldest entries are evicted by size. Thread-safe.
 *
 * <p>Only reading transactions fill it: a version that a writing one sees may be rolled back and come again with other content.
 */
final class ReadCache {
    private static final int MAX_ENTRIES = 10_000;

    /** For transactions that must not fill it. */
    static final ReadCache NONE = new ReadCache(0);

    /** Something registered, as of an epoch of the registry: a change makes every older entry unreachable at once. */
    record RegistryKey(long epoch, String registered) {}

    /**
     * A READY task as of a version, and its order's state: every change of the task raises its version, its last execution has ended,
     * and of its order only state and holder change.
     */
    record TaskKey(TaskId taskId, long version, String orderState, String heldBy) {}

    final Cache<RegistryKey, Optional<Terminal>> terminals;
    final Cache<RegistryKey, Optional<Merchant>> merchants;
    final Cache<RegistryKey, Optional<Site>> sites;
    final Cache<TaskKey, TaskView> readyTasks;

    ReadCache() {
        this(MAX_ENTRIES);
    }

    private ReadCache(int maxEntries) {
        this.terminals = cache(maxEntries);
        this.merchants = cache(maxEntries);
        this.sites = cache(maxEntries);
        this.readyTasks = cache(maxEntries);
    }

    private static <K, V> Cache<K, V> cache(int maxEntries) {
        return Caffeine.newBuilder().maximumSize(maxEntries).recordStats().build();
    }
}
