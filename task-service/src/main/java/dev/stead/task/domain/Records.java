package dev.stead.task.domain;

/** Everything that is kept, as one transaction sees it; not to be used after the transaction. */
public interface Records {
    TaskRecords tasks();

    OrderRecords orders();

    ExecutionRecords executions();

    RegisterRecords register();

    PeopleRecords people();

    InboxRecords inboxes();

    RequestRecords requests();

    ApprovalRecords approvals();

    EvidenceRecords evidence();
}
