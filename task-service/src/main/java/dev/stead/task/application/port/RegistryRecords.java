package dev.stead.task.application.port;

import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import java.util.Optional;

/** The operator's register. */
public interface RegistryRecords {
    Optional<Terminal> terminal(String terminalId);

    Optional<Merchant> merchant(String merchantId);

    Optional<Site> site(String siteId);

    void put(Terminal terminal);

    void put(Merchant merchant);

    void put(Site site);
}
