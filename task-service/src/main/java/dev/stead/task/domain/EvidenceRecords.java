package dev.stead.task.domain;

import java.util.List;

/** What people did about tasks: only added to. */
public interface EvidenceRecords {
    /** Behind the others of the task, in the transaction of what was done. */
    void add(String taskId, Act act);

    /** In order. */
    List<Act> acts(String taskId);
}
