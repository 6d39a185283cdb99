package dev.stead.task.domain;

/** The operator's side: merchants, sites and terminals. Thread-safe. */
public final class Register {

    public Merchant put(Records records, Merchant merchant) {
        records.register().put(merchant);
        return merchant;
    }

    public Site put(Records records, Site site) {
        records.register().put(site);
        return site;
    }

    /** @throws TaskException {@code SITE_NOT_FOUND}, {@code MERCHANT_NOT_FOUND}; {@code TERMINAL_RETIRED}, for that is for ever */
    public Terminal put(Records records, Terminal terminal) {
        RegisterRecords register = records.register();
        String site = terminal.siteId();
        Check.holds(
                site == null || register.site(site).isPresent(),
                TaskError.SITE_NOT_FOUND,
                "site " + site + " is not registered; put it first");
        String merchant = terminal.merchantId();
        Check.holds(
                merchant == null || register.merchant(merchant).isPresent(),
                TaskError.MERCHANT_NOT_FOUND,
                "merchant " + merchant + " is not registered; put it first");
        boolean retired = register.terminal(terminal.id())
                .filter(kept -> kept.state() == Terminal.State.RETIRED)
                .isPresent();
        Check.holds(
                !retired || terminal.state() == Terminal.State.RETIRED,
                TaskError.TERMINAL_RETIRED,
                "a retired terminal is never used again; register it under a new id");
        register.put(terminal);
        return terminal;
    }

    /** @throws TaskException {@code TERMINAL_NOT_FOUND} */
    public Terminal terminal(Records records, String terminalId) {
        return TerminalVisits.terminal(records, terminalId);
    }
}
