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

/** The notifications that a phone has received. Its subscription adds them, the demo awaits them. Owns the subscription. */
final class Mailbox implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Notification> received = new ArrayList<>();
    private final NotificationSubscription subscription;

    private Mailbox(PhoneClient phone) {
        subscription = phone.subscribe(0, this::add);
    }

    static Mailbox of(PhoneClient phone) {
        return new Mailbox(phone);
    }

    /** Waits for a notification about a task, and takes it. */
    Notification await(Kind kind, String taskId, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (true) {
                for (Notification notification : received) {
                    if (notification.getKind() == kind
                            && notification.getTask().getTaskId().equals(taskId)) {
                        received.remove(notification);
                        return notification;
                    }
                }
                DemoReport.require(
                        left > 0, "expected a notification " + kind + " within " + timeout.toSeconds() + " s");
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(Notification notification) {
        lock.lock();
        try {
            received.add(notification);
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
