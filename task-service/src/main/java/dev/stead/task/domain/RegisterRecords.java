package dev.stead.task.domain;

import java.util.Optional;

/** The operator's register. */
public interface RegisterRecords {
    Optional<Terminal> terminal(String terminalId);

    Optional<Merchant> merchant(String merchantId);

    Optional<Site> site(String siteId);

    void put(Terminal terminal);

    void put(Merchant merchant);

    void put(Site site);
}
