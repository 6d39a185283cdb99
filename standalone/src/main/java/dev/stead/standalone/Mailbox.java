package dev.stead.standalone;

import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Notification.Kind;
import dev.stead.terminal.NotificationSubscription;
import dev.stead.terminal.PhoneClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a phone was told. Filled by the phone's watch, read by the demo. */
final class Mailbox implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Notification> told = new ArrayList<>();
    private final NotificationSubscription subscription;

    private Mailbox(PhoneClient phone) {
        subscription = phone.subscribe(0, this::take);
    }

    static Mailbox of(PhoneClient phone) {
        return new Mailbox(phone);
    }

    /** Waits for a notification about a task; each is given out once. */
    Notification await(Kind kind, String taskId, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (true) {
                for (Notification notification : told) {
                    if (notification.getKind() == kind
                            && notification.getTask().getTaskId().equals(taskId)) {
                        told.remove(notification);
                        return notification;
                    }
                }
                DemoReport.require(
                        left > 0, "the phone was not told " + kind + " within " + patience.toSeconds() + " s");
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(Notification notification) {
        lock.lock();
        try {
            told.add(notification);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
