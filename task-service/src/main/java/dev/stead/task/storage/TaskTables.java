package dev.stead.task.storage;

import dev.stead.task.application.port.ApprovalRecords;
import dev.stead.task.application.port.EvidenceRecords;
import dev.stead.task.application.port.ExecutionRecords;
import dev.stead.task.application.port.InboxRecords;
import dev.stead.task.application.port.OrderRecords;
import dev.stead.task.application.port.PeopleRecords;
import dev.stead.task.application.port.RegistryRecords;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.RequestRecords;
import dev.stead.task.application.port.TaskRecords;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The records of one transaction. */
record TaskTables(Handle handle, Reading reading, Set<String> told) implements Repositories {
    @Override
    public TaskRecords tasks() {
        return new TaskTable(handle, reading);
    }

    @Override
    public RegistryRecords register() {
        return reading.register();
    }

    @Override
    public OrderRecords orders() {
        return new OrderTable(handle);
    }

    @Override
    public ExecutionRecords executions() {
        return new ExecutionTable(handle);
    }

    @Override
    public PeopleRecords people() {
        return new PeopleTable(handle);
    }

    @Override
    public InboxRecords inboxes() {
        return new InboxTable(handle, reading, told);
    }

    @Override
    public RequestRecords requests() {
        return new StoredRequestTable(handle);
    }

    @Override
    public ApprovalRecords approvals() {
        return new ApprovalTable(handle);
    }

    @Override
    public EvidenceRecords evidence() {
        return new EvidenceTable(handle);
    }
}
