package dev.stead.task.application.port;

import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people are told; one inbox a person. */
public interface InboxRecords {

    /** Puts it into the inboxes of these people, in the transaction of the change. Cursors are given in the order of commits. */
    void deliver(List<String> personIds, NotificationKind kind, TaskView task, Instant now);

    /** Behind the cursor, in order. */
    List<Notification> after(String personId, long cursor, int limit);

    Cursors cursors(String personId);

    /** Inboxes with something that the sink has not taken, whose next delivery is due; the one that waits longest leading. */
    List<Undelivered> undelivered(Instant instant, int limit);

    /** When the next delivery is due; empty if the sink has everything. */
    Optional<Instant> nextDelivery();

    /** How many inboxes have something that the sink has not taken. */
    int undelivered();

    /** Keeps others off this inbox until then; says false if somebody was quicker. */
    boolean lease(Undelivered inbox, Instant until);

    /** Keeps how far it was delivered, unless the lease until then is over and somebody else has it; says whether it did. */
    boolean release(Undelivered inbox, Instant leasedUntil);

    /**
     * An inbox that is not delivered whole.
     *
     * @param delivered cursor of the last notification that the sink has taken
     * @param attempts deliveries that failed since the last success
     * @param nextDelivery when it is tried again
     */
    record Undelivered(String personId, long delivered, int attempts, Instant nextDelivery) {}

    /** Never goes back. */
    void acknowledge(String personId, long cursor);

    /** How far an inbox is filled and read; 0 if it was never. */
    record Cursors(long last, long acknowledged) {}
}
