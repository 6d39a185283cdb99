package dev.stead.task.application;

import dev.stead.task.application.port.RegistryRecords;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;

/** The operator's side: merchants, sites and terminals. Thread-safe. */
public final class Registry {

    public Merchant put(Repositories records, Merchant merchant) {
        records.register().put(merchant);
        return merchant;
    }

    public Site put(Repositories records, Site site) {
        records.register().put(site);
        return site;
    }

    /** @throws TaskException {@code SITE_NOT_FOUND}, {@code MERCHANT_NOT_FOUND}; {@code TERMINAL_RETIRED}, for that is for ever */
    public Terminal put(Repositories records, Terminal terminal) {
        RegistryRecords register = records.register();
        String site = terminal.siteId();
        Require.holds(
                site == null || register.site(site).isPresent(),
                TaskError.SITE_NOT_FOUND,
                "site " + site + " is not registered; put it first");
        String merchant = terminal.merchantId();
        Require.holds(
                merchant == null || register.merchant(merchant).isPresent(),
                TaskError.MERCHANT_NOT_FOUND,
                "merchant " + merchant + " is not registered; put it first");
        boolean retired = register.terminal(terminal.id())
                .filter(kept -> kept.state() == Terminal.State.RETIRED)
                .isPresent();
        Require.holds(
                !retired || terminal.state() == Terminal.State.RETIRED,
                TaskError.TERMINAL_RETIRED,
                "a retired terminal is never used again; register it under a new id");
        register.put(terminal);
        return terminal;
    }

    /** @throws TaskException {@code TERMINAL_NOT_FOUND} */
    public Terminal terminal(Repositories records, String terminalId) {
        return FindTasks.terminal(records, terminalId);
    }
}
