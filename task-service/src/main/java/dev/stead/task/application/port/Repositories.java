package dev.stead.task.application.port;

/** Everything that is kept, as one transaction sees it; not to be used after the transaction. */
public interface Repositories {
    TaskRecords tasks();

    OrderRecords orders();

    ExecutionRecords executions();

    RegistryRecords register();

    PeopleRecords people();

    InboxRecords inboxes();

    RequestRecords requests();

    ApprovalRecords approvals();

    EvidenceRecords evidence();
}
