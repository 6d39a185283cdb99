package dev.stead.task.application.port;

import dev.stead.task.application.WebhookDispatcher;
import dev.stead.task.domain.notification.Notification;

/** Takes notifications to somewhere outside, such as the operator's own push gateway. Thread-safe. */
public interface NotificationSender {
    /** Blocks for at most {@link WebhookDispatcher#SLOWEST}; says whether the other side has taken it, and never throws. */
    boolean deliver(String personId, Notification notification);
}
