package dev.stead.task.application;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;

/** The operator's use cases: merchants, sites and terminals. Thread-safe. */
public final class Registry {

    public Merchant put(Repositories repositories, Merchant merchant) {
        repositories.registry().put(merchant);
        return merchant;
    }

    public Site put(Repositories repositories, Site site) {
        repositories.registry().put(site);
        return site;
    }

    /** @throws TaskException {@code SITE_NOT_FOUND}, {@code MERCHANT_NOT_FOUND}; {@code TERMINAL_RETIRED}, for that is for ever */
    public Terminal put(Repositories repositories, Terminal terminal) {
        Repositories.Registry registry = repositories.registry();
        SiteId siteId = terminal.siteId();
        Require.that(
                siteId == null || registry.site(siteId).isPresent(),
                TaskError.SITE_NOT_FOUND,
                "site " + siteId + " is not registered; put it first");
        MerchantId merchantId = terminal.merchantId();
        Require.that(
                merchantId == null || registry.merchant(merchantId).isPresent(),
                TaskError.MERCHANT_NOT_FOUND,
                "merchant " + merchantId + " is not registered; put it first");
        boolean retired = registry.terminal(terminal.id())
                .filter(before -> before.state() == Terminal.State.RETIRED)
                .isPresent();
        Require.that(
                !retired || terminal.state() == Terminal.State.RETIRED,
                TaskError.TERMINAL_RETIRED,
                "a retired terminal is never used again; register it under a new id");
        registry.put(terminal);
        return terminal;
    }

    /** @throws TaskException {@code TERMINAL_NOT_FOUND} */
    public Terminal terminal(Repositories repositories, TerminalId terminalId) {
        return Lookups.terminal(repositories, terminalId);
    }
}
