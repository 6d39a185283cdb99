package dev.stead.task.grpc;

import dev.stead.task.application.Inbox;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.v1.WatchNotificationsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.Executor;

/** A phone's watch of its inbox, after a cursor. */
final class NotificationWatch extends Watch<WatchNotificationsResponse> {
    private static final int BATCH = 16;

    private final PersonId personId;
    private final Inbox inbox;
    /** Only touched by the round that runs. */
    private long cursor;

    NotificationWatch(
            Bookmark from, Inbox inbox, ServerCallStreamObserver<WatchNotificationsResponse> out, Executor executor) {
        super(out, executor);
        this.personId = from.personId();
        this.cursor = from.cursor();
        this.inbox = inbox;
    }

    /** Whose inbox, and after which notification. */
    record Bookmark(PersonId personId, long cursor) {}

    PersonId personId() {
        return personId;
    }

    @Override
    void sendWhileReady(ServerCallStreamObserver<WatchNotificationsResponse> to) {
        while (to.isReady()) {
            List<Notification> batch = inbox.after(personId, cursor, BATCH);
            for (Notification notification : batch) {
                if (!to.isReady()) {
                    return;
                }
                to.onNext(WatchNotificationsResponse.newBuilder()
                        .setNotification(TaskProto.write(notification))
                        .build());
                cursor = notification.cursor();
            }
            if (batch.size() < BATCH) {
                return;
            }
        }
    }
}
