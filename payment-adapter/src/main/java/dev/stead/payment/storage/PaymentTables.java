package dev.stead.payment.storage;

import dev.stead.mesh.audit.ActRecorder;
import dev.stead.payment.application.port.Repositories;
import org.jdbi.v3.core.Handle;

/** The tables within one transaction. */
record PaymentTables(Handle handle, ActRecorder acts) implements Repositories {
    /** How many rows of a whole table the driver holds at a time. */
    static final int FETCH_SIZE = 1_000;

    @Override
    public Accounts accounts() {
        return new AccountTable(handle, acts);
    }

    @Override
    public Journal journal() {
        return new JournalTable(handle, acts);
    }

    @Override
    public Settlements settlements() {
        return new SettlementTable(handle, acts);
    }

    @Override
    public Attempts attempts() {
        return new AttemptTable(handle);
    }

    @Override
    public Refunds refunds() {
        return new RefundTable(handle);
    }

    @Override
    public ProviderEvents providerEvents() {
        return new ProviderEventTable(handle);
    }

    @Override
    public Reviews reviews() {
        return new ReviewTable(handle, acts);
    }

    @Override
    public Reconciliation reconciliation() {
        return new ReconciliationTable(handle);
    }

    @Override
    public Requests requests() {
        return new RequestTable(handle, acts);
    }
}
