package dev.stead.task.application.port;

import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.notification.Notification;
import java.time.Duration;

/** Sends notifications to a system outside, such as the operator's own push gateway. Thread-safe. */
public interface NotificationSender {
    /** How long one notification may take. */
    Duration TIMEOUT = Duration.ofSeconds(5);

    /** Blocks for at most {@link #TIMEOUT}; returns whether the receiver has taken the notification, and never throws. */
    boolean send(PersonId personId, Notification notification);
}
