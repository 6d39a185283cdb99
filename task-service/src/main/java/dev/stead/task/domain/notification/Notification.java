package dev.stead.task.domain.notification;

import dev.stead.task.domain.task.TaskView;
import java.time.Instant;

/**
 * Something happened to a person's task.
 *
 * @param cursor rises with every notification of one person, in the order in which they were committed
 * @param task as it was right after
 */
public record Notification(long cursor, NotificationKind kind, TaskView task, Instant createTime) {}
