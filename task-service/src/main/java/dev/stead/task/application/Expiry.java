package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Marks tasks whose window has closed for good, and tells both people. It reads only those that are due: closings are kept in order. Thread-safe. */
public final class Expiry {
    private static final int BATCH = 100;
    /** Another process may have made tasks that this one was not told of. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final UnitOfWork store;
    private final InstantSource clock;

    public Expiry(UnitOfWork store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Expires what is due, and says when to come again. */
    public Instant run() {
        Instant now = Micros.now(clock);
        List<String> due = store.read(records -> records.tasks().closedUntil(now, BATCH));
        for (String taskId : due) {
            store.write(records -> expire(records, taskId, now));
        }
        if (due.size() == BATCH) {
            return now;
        }
        Instant idle = now.plus(IDLE);
        return store.read(records -> records.tasks().nextClose())
                .filter(idle::isAfter)
                .orElse(idle);
    }

    private static boolean expire(Repositories records, String taskId, Instant now) {
        Task task = records.tasks().findForChange(taskId).orElseThrow();
        if (!task.isOverdue(now)) {
            return false;
        }
        Task expired = task.expire(now);
        records.tasks().replace(expired);
        Notifier.tellBoth(records, NotificationKind.EXPIRED, expired, now);
        return true;
    }
}
