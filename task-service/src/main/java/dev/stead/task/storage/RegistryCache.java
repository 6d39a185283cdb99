package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import java.util.Optional;

/**
 * What is read at every terminal visit and hardly ever changes. A key holds the register's epoch, so a change makes every older entry
 * unreachable at once, also in another process on the same database; the oldest fall out by size.
 */
final class RegistryCache {
    private static final int MOST = 10_000;

    /** An id as of an epoch. */
    record Key(long epoch, String id) {}

    final Cache<Key, Optional<Terminal>> terminals = cache();
    final Cache<Key, Optional<Merchant>> merchants = cache();
    final Cache<Key, Optional<Site>> sites = cache();

    private static <V> Cache<Key, V> cache() {
        return Caffeine.newBuilder().maximumSize(MOST).recordStats().build();
    }
}
