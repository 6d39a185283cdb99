package dev.stead.task.application.port;

import dev.stead.task.domain.evidence.EvidenceEntry;
import java.util.List;

/** What people did about tasks: only added to. */
public interface EvidenceRecords {
    /** Behind the others of the task, in the transaction of what was done. */
    void add(String taskId, EvidenceEntry act);

    /** In order. */
    List<EvidenceEntry> acts(String taskId);
}
