package dev.stead.payment.storage;

import dev.stead.payment.application.port.Repositories;
import org.jdbi.v3.core.Handle;

/** The books within one transaction. */
record PaymentTables(Handle handle) implements Repositories {
    /** Rows of a whole table that the driver holds at a time. */
    static final int FETCHED_AT_ONCE = 1_000;

    @Override
    public AccountBook accounts() {
        return new AccountTable(handle);
    }

    @Override
    public Journal journal() {
        return new JournalTable(handle);
    }

    @Override
    public SettlementBook settlements() {
        return new SettlementTable(handle);
    }

    @Override
    public AttemptBook attempts() {
        return new AttemptTable(handle);
    }

    @Override
    public RefundBook refunds() {
        return new RefundTable(handle);
    }

    @Override
    public NoticeBook notices() {
        return new ProviderEventTable(handle);
    }

    @Override
    public ReviewBook reviews() {
        return new ReviewTable(handle);
    }

    @Override
    public ReconciliationBook reconciliation() {
        return new ReconciliationTable(handle);
    }

    @Override
    public RequestBook requests() {
        return new RequestTable(handle);
    }
}
