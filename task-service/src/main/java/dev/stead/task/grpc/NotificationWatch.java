package dev.stead.task.grpc;

import dev.stead.task.application.Inbox;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.v1.WatchNotificationsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One open watch of a phone. It holds a cursor and nothing else: whenever it is woken it reads the inbox after the cursor, as far as
 * the phone keeps up, so a phone that never reads costs no memory. Any number of wake-ups while it works become one more round; one
 * thread at a time uses the stream.
 */
final class NotificationWatch {
    private static final int BATCH = 16;

    private final PersonId personId;
    private final Inbox inbox;
    private final ServerCallStreamObserver<WatchNotificationsResponse> out;
    private final Executor executor;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private volatile boolean ending;
    /** Only touched by the round that runs. */
    private long cursor;

    private boolean ended;

    NotificationWatch(
            Bookmark from, Inbox inbox, ServerCallStreamObserver<WatchNotificationsResponse> out, Executor executor) {
        this.personId = from.personId();
        this.cursor = from.cursor();
        this.inbox = inbox;
        this.out = out;
        this.executor = executor;
    }

    /** Whose inbox, and after which notification. */
    record Bookmark(PersonId personId, long cursor) {}

    PersonId personId() {
        return personId;
    }

    /** There may be something to send. Never blocks. */
    void wake() {
        if (wakeUps.getAndIncrement() == 0) {
            executor.execute(this::rounds);
        }
    }

    /** Ends the stream after what is being sent; the phone opens another. */
    void end() {
        ending = true;
        wake();
    }

    private void rounds() {
        int seen = 1;
        while (seen != 0) {
            round();
            seen = wakeUps.addAndGet(-seen);
        }
    }

    private void round() {
        if (ended || out.isCancelled()) {
            ended = true;
            return;
        }
        try {
            if (ending) {
                ended = true;
                out.onCompleted();
                return;
            }
            sendWhileReady();
        } catch (RuntimeException failure) {
            ended = true;
            out.onError(failure);
        }
    }

    private void sendWhileReady() {
        while (out.isReady()) {
            List<Notification> batch = inbox.after(personId, cursor, BATCH);
            for (Notification notification : batch) {
                if (!out.isReady()) {
                    return;
                }
                out.onNext(WatchNotificationsResponse.newBuilder()
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
