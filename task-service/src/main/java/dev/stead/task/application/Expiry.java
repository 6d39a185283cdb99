package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Expires tasks whose window has closed for good, and notifies both people. Reads only those that are due: close times are indexed.
 * Thread-safe.
 */
public final class Expiry {
    private static final int BATCH = 100;
    /** Another process may have added tasks that this one knows nothing of. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final UnitOfWork unitOfWork;
    private final InstantSource clock;

    public Expiry(UnitOfWork unitOfWork, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /** Expires what is due, and returns when to run next. */
    public Instant run() {
        Instant now = Micros.now(clock);
        List<TaskId> due = unitOfWork.read(repositories -> repositories.tasks().findClosed(now, BATCH));
        for (TaskId taskId : due) {
            unitOfWork.write(repositories -> expire(repositories, taskId, now));
        }
        if (due.size() == BATCH) {
            return now;
        }
        Instant idle = now.plus(IDLE);
        return unitOfWork
                .read(repositories -> repositories.tasks().nextCloseTime())
                .filter(idle::isAfter)
                .orElse(idle);
    }

    private static boolean expire(Repositories repositories, TaskId taskId, Instant now) {
        Task task = repositories.tasks().findForUpdate(taskId).orElseThrow();
        if (!task.isOverdue(now)) {
            return false;
        }
        Task expired = task.expire(now);
        repositories.tasks().replace(expired);
        Notifier.notifyBoth(repositories, NotificationKind.EXPIRED, expired, now);
        return true;
    }
}
