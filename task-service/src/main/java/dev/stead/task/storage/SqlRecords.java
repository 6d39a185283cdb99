package dev.stead.task.storage;

import dev.stead.task.domain.ApprovalRecords;
import dev.stead.task.domain.EvidenceRecords;
import dev.stead.task.domain.ExecutionRecords;
import dev.stead.task.domain.InboxRecords;
import dev.stead.task.domain.OrderRecords;
import dev.stead.task.domain.PeopleRecords;
import dev.stead.task.domain.Records;
import dev.stead.task.domain.RegisterRecords;
import dev.stead.task.domain.RequestRecords;
import dev.stead.task.domain.TaskRecords;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The records of one transaction. */
record SqlRecords(Handle handle, Reading reading, Set<String> told) implements Records {
    @Override
    public TaskRecords tasks() {
        return new SqlTasks(handle, reading);
    }

    @Override
    public RegisterRecords register() {
        return reading.register();
    }

    @Override
    public OrderRecords orders() {
        return new SqlOrders(handle);
    }

    @Override
    public ExecutionRecords executions() {
        return new SqlExecutions(handle);
    }

    @Override
    public PeopleRecords people() {
        return new SqlPeople(handle);
    }

    @Override
    public InboxRecords inboxes() {
        return new SqlInboxes(handle, reading, told);
    }

    @Override
    public RequestRecords requests() {
        return new SqlRequests(handle);
    }

    @Override
    public ApprovalRecords approvals() {
        return new SqlApprovals(handle);
    }

    @Override
    public EvidenceRecords evidence() {
        return new SqlEvidence(handle);
    }
}
