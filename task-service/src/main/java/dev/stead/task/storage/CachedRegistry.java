package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.Cache;
import dev.stead.task.application.port.RegistryRecords;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import java.util.Optional;
import java.util.function.Function;

/** The register as one reading transaction sees it: one short query for its epoch, the rest from the cache. Not thread-safe. */
final class CachedRegistry implements RegistryRecords {
    private final RegistryCache cache;
    private final RegistryTable register;
    private long epoch;

    CachedRegistry(RegistryCache cache, RegistryTable register) {
        this.cache = cache;
        this.register = register;
    }

    @Override
    public Optional<Terminal> terminal(String terminalId) {
        return cached(cache.terminals, terminalId, register::terminal);
    }

    @Override
    public Optional<Merchant> merchant(String merchantId) {
        return cached(cache.merchants, merchantId, register::merchant);
    }

    @Override
    public Optional<Site> site(String siteId) {
        return cached(cache.sites, siteId, register::site);
    }

    @Override
    public void put(Terminal terminal) {
        throw new IllegalStateException("a reading transaction changes nothing");
    }

    @Override
    public void put(Merchant merchant) {
        throw new IllegalStateException("a reading transaction changes nothing");
    }

    @Override
    public void put(Site site) {
        throw new IllegalStateException("a reading transaction changes nothing");
    }

    private <V> V cached(Cache<RegistryCache.Key, V> values, String id, Function<String, V> read) {
        if (epoch == 0) {
            epoch = register.epoch();
        }
        return values.get(new RegistryCache.Key(epoch, id), key -> read.apply(key.id()));
    }
}
