package dev.stead.task.storage;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import java.util.List;
import java.util.Optional;

/** The registry as one reading transaction sees it: one short query for its epoch, the rest from the cache. Not thread-safe. */
final class CachedRegistry implements Repositories.Registry {
    private final ReadCache cache;
    private final RegistryTable table;
    private long epoch;

    CachedRegistry(ReadCache cache, RegistryTable table) {
        this.cache = cache;
        this.table = table;
    }

    @Override
    public Optional<Terminal> terminal(TerminalId terminalId) {
        return cache.terminals.get(key(terminalId.value()), _ -> table.terminal(terminalId));
    }

    @Override
    public Optional<Merchant> merchant(MerchantId merchantId) {
        return cache.merchants.get(key(merchantId.value()), _ -> table.merchant(merchantId));
    }

    @Override
    public Optional<Site> site(SiteId siteId) {
        return cache.sites.get(key(siteId.value()), _ -> table.site(siteId));
    }

    @Override
    public long epoch() {
        if (epoch == 0) {
            epoch = table.epoch();
        }
        return epoch;
    }

    @Override
    public List<Terminal> terminals() {
        return table.terminals();
    }

    @Override
    public void put(Terminal terminal) {
        throw readOnly();
    }

    @Override
    public void put(Merchant merchant) {
        throw readOnly();
    }

    @Override
    public void put(Site site) {
        throw readOnly();
    }

    private static IllegalStateException readOnly() {
        return new IllegalStateException("a reading transaction changes nothing");
    }

    private ReadCache.RegistryKey key(String registered) {
        return new ReadCache.RegistryKey(epoch(), registered);
    }
}
