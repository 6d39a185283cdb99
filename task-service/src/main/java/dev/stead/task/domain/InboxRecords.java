package dev.stead.task.domain;

import java.time.Instant;
import java.util.List;

/** What people are told; one inbox a person. */
public interface InboxRecords {

    /** Puts it into the inboxes of these people, in the transaction of the change. Cursors are given in the order of commits. */
    void deliver(List<String> personIds, NotificationKind kind, TaskView task, Instant now);

    /** Behind the cursor, in order. */
    List<Notification> after(String personId, long cursor, int limit);

    Cursors cursors(String personId);

    /** Never goes back. */
    void acknowledge(String personId, long cursor);

    /** How far an inbox is filled and read; 0 if it was never. */
    record Cursors(long last, long acknowledged) {}
}
