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

/** A person's notifications as they come, on a thread of its own. Ends when it is closed, or when the service refuses it for good. */
public final class NotificationSubscription implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NotificationSubscription.class);
    private static final long RETRY_MILLIS = 500;

    private final NotificationServiceGrpc.NotificationServiceBlockingV2Stub stub;
    private final Consumer<Notification> told;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile long cursor;

    private NotificationSubscription(
            NotificationServiceGrpc.NotificationServiceBlockingV2Stub stub, long after, Consumer<Notification> told) {
        this.stub = stub;
        this.told = told;
        cursor = after;
        thread = Thread.ofVirtual().name("stead-watch").unstarted(this::run);
    }

    static NotificationSubscription start(
            NotificationServiceGrpc.NotificationServiceBlockingV2Stub stub, long after, Consumer<Notification> told) {
        NotificationSubscription watch = new NotificationSubscription(stub, after, told);
        watch.thread.start();
        return watch;
    }

    static void acknowledge(NotificationServiceGrpc.NotificationServiceBlockingV2Stub stub, long cursor) {
        AcknowledgeNotificationsRequest request =
                AcknowledgeNotificationsRequest.newBuilder().setCursor(cursor).build();
        var answer = ServiceCalls.call("task service", () -> stub.acknowledgeNotifications(request));
        if (answer.getAcknowledgedCursor() < cursor) {
            throw SteadException.of("task service", "an acknowledgement that goes back");
        }
    }

    /** Of the last notification that was told. */
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

    /** One stream to its end; false if there is no use in another. */
    private boolean follow() throws InterruptedException {
        BlockingClientCall<?, WatchNotificationsResponse> stream = stub.watchNotifications(
                WatchNotificationsRequest.newBuilder().setAfterCursor(cursor).build());
        try {
            while (stream.hasNext()) {
                Notification notification = stream.read().getNotification();
                told.accept(notification);
                cursor = notification.getCursor();
            }
            return true;
        } catch (StatusException e) {
            SteadException failure = SteadException.from("task service", e);
            if (!failure.isOpen()) {
                log.warn("notifications end: {}", failure.reason());
            }
            return failure.isOpen();
        } finally {
            stream.cancel("watch ends", null);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}
