package dev.stead.task.application;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.notification.Notification;
import java.util.List;

/** People's notifications, delivered at least once and in order. Thread-safe. */
public final class Inbox {
    private final UnitOfWork unitOfWork;

    public Inbox(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /**
     * The cursor after which a watch begins: the given one, or if it is 0 the last acknowledged one.
     *
     * @throws TaskException {@code CURSOR_INVALID} for a negative one, and for one that no notification has yet: nothing would come
     */
    public long begin(PersonId personId, long afterCursor) {
        Repositories.Inboxes.Cursors cursors =
                unitOfWork.read(repositories -> repositories.inboxes().cursors(personId));
        Require.that(
                afterCursor >= 0 && afterCursor <= cursors.last(),
                TaskError.CURSOR_INVALID,
                "after_cursor must be 0 to " + cursors.last()
                        + ", the caller's last notification; watch with 0 to begin after the last acknowledged one");
        return afterCursor > 0 ? afterCursor : cursors.acknowledged();
    }

    public List<Notification> after(PersonId personId, long cursor, int limit) {
        return unitOfWork.read(repositories -> repositories.inboxes().findAfter(personId, cursor, limit));
    }

    /**
     * Never goes back.
     *
     * @return the cursor as stored
     * @throws TaskException {@code CURSOR_INVALID} for one that no notification has yet
     */
    public long acknowledge(PersonId personId, long cursor) {
        return unitOfWork.write(repositories -> {
            long last = repositories.inboxes().cursors(personId).last();
            Require.that(
                    cursor >= 0 && cursor <= last,
                    TaskError.CURSOR_INVALID,
                    "cursor must be 0 to " + last + ", the caller's last notification; watch with after_cursor 0 to"
                            + " begin after the last acknowledged one");
            repositories.inboxes().acknowledge(personId, cursor);
            return repositories.inboxes().cursors(personId).acknowledged();
        });
    }
}
