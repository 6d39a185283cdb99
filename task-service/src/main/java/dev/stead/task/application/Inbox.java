package dev.stead.task.application;

import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.notification.Notification;
import java.util.List;

/** What people are told, at least once and in order. Thread-safe. */
public final class Inbox {
    private final UnitOfWork store;

    public Inbox(UnitOfWork store) {
        this.store = store;
    }

    /** Where a watch begins: behind the given cursor, or if it is 0 behind the last acknowledged one. */
    public long begin(String personId, long afterCursor) {
        Require.holds(afterCursor >= 0, TaskError.CURSOR_INVALID, "after_cursor must not be negative");
        if (afterCursor > 0) {
            return afterCursor;
        }
        return store.read(records -> records.inboxes().cursors(personId)).acknowledged();
    }

    public List<Notification> after(String personId, long cursor, int limit) {
        return store.read(records -> records.inboxes().after(personId, cursor, limit));
    }

    /**
     * Never goes back.
     *
     * @return the cursor as kept
     * @throws TaskException {@code CURSOR_INVALID} for one that no notification has yet
     */
    public long acknowledge(String personId, long cursor) {
        return store.write(records -> {
            long last = records.inboxes().cursors(personId).last();
            Require.holds(
                    cursor >= 0 && cursor <= last,
                    TaskError.CURSOR_INVALID,
                    "cursor must be one of a notification that was read: 0 to " + last);
            records.inboxes().acknowledge(personId, cursor);
            return records.inboxes().cursors(personId).acknowledged();
        });
    }
}
