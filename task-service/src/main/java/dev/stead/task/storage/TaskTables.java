package dev.stead.task.storage;

import dev.stead.mesh.audit.ActRecorder;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PersonId;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The tables as one transaction sees them. */
record TaskTables(Handle handle, ReadContext context, Set<PersonId> notified, ActRecorder acts)
        implements Repositories {
    @Override
    public Repositories.Tasks tasks() {
        return new TaskTable(handle, context);
    }

    @Override
    public Repositories.Registry registry() {
        return context.registry();
    }

    @Override
    public Repositories.Orders orders() {
        return new OrderTable(handle, acts);
    }

    @Override
    public Repositories.Executions executions() {
        return new ExecutionTable(handle, acts);
    }

    @Override
    public Repositories.People people() {
        return new PeopleTable(handle, acts);
    }

    @Override
    public Repositories.Inboxes inboxes() {
        return new InboxTable(handle, context, notified);
    }

    @Override
    public Repositories.Requests requests() {
        return new StoredRequestTable(handle, acts);
    }

    @Override
    public Repositories.Approvals approvals() {
        return new ApprovalTable(handle);
    }

    @Override
    public Repositories.Passkeys passkeys() {
        return new PasskeyTable(handle, acts);
    }

    @Override
    public Repositories.Evidence evidence() {
        return new EvidenceTable(handle, acts);
    }
}
