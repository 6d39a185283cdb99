package dev.stead.task.application.port;

import dev.stead.task.domain.task.Approval;
import java.util.Optional;

/** The kept approvals, at most one a task. */
public interface ApprovalRecords {
    Optional<Approval> of(String taskId);

    /** In place of the one before. */
    void put(Approval approval);

    void remove(String taskId);
}
