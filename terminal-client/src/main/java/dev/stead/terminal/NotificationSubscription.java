package dev.stead.terminal;

import dev.stead.task.v1.AcknowledgeNotificationsRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.WatchNotificationsRequest;
import dev.stead.task.v1.WatchNotificationsResponse;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives a person's notifications on a thread of its own, and reconnects whenever the stream ends. If the service does not know the
 * cursor, as after a restore from a backup, it goes on after the last acknowledged notification. Stops when it is closed, or when the
 * service refuses the caller, which it logs.
 */
public final class NotificationSubscription implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NotificationSubscription.class);
    private static final long RETRY_MILLIS = 500;

    private final NotificationServiceGrpc.NotificationServiceBlockingV2Stub stub;
    private final Consumer<Notification> listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile long cursor;

    private NotificationSubscription(
            NotificationServiceGrpc.NotificationServiceBlockingV2Stub stub,
            long afterCursor,
            Consumer<Notification> listener) {
        this.stub = stub;
        this.listener = listener;
        cursor = afterCursor;
        thread = Thread.ofVirtual().name("stead-notifications").unstarted(this::run);
    }

    static NotificationSubscription start(
            NotificationServiceGrpc.NotificationServiceBlockingV2Stub stub,
            long afterCursor,
            Consumer<Notification> listener) {
        NotificationSubscription subscription = new NotificationSubscription(stub, afterCursor, listener);
        subscription.thread.start();
        return subscription;
    }

    static void acknowledge(NotificationServiceGrpc.NotificationServiceBlockingV2Stub stub, long cursor) {
        AcknowledgeNotificationsRequest request =
                AcknowledgeNotificationsRequest.newBuilder().setCursor(cursor).build();
        var response = ServiceCalls.call("task service", () -> stub.acknowledgeNotifications(request));
        if (response.getAcknowledgedCursor() < cursor) {
            throw SteadException.of("task service", "an acknowledged cursor before the one that was sent");
        }
    }

    /** The cursor of the last notification that the listener has taken; the one given at the start if there was none. */
    public long cursor() {
        return cursor;
    }

    private void run() {
        try {
            boolean again = true;
            while (again) {
                again = follow() && !closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one stream to its end; false if another attempt would be refused as well. */
    private boolean follow() throws InterruptedException {
        BlockingClientCall<?, WatchNotificationsResponse> stream = stub.watchNotifications(
                WatchNotificationsRequest.newBuilder().setAfterCursor(cursor).build());
        try {
            while (stream.hasNext()) {
                Notification notification = stream.read().getNotification();
                listener.accept(notification);
                cursor = notification.getCursor();
            }
            return true;
        } catch (StatusException e) {
            SteadException failure = SteadException.from("task service", e);
            if (cursor != 0 && failure.reason().equals("CURSOR_INVALID")) {
                log.warn("the task service does not know the cursor {}: going on after the last acknowledged", cursor);
                cursor = 0;
                return true;
            }
            if (!failure.isInconclusive()) {
                log.warn("the subscription to notifications was refused and ends: {}", failure.reason());
            }
            return failure.isInconclusive();
        } finally {
            stream.cancel("the subscription was closed", null);
        }
    }

    /** Interrupts the thread of the subscription, and returns at once. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}
