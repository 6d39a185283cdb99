package dev.stead.task.application;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;

/** Tells people what became of a task, in the transaction of the change. */
final class Notifier {
    private Notifier() {}

    static TaskView tellBoth(Repositories records, NotificationKind kind, Task task, Instant now) {
        Parties parties = task.parties();
        TaskView view = records.tasks().view(task.id()).orElseThrow();
        records.inboxes().deliver(List.of(parties.delegatorId(), parties.delegateId()), kind, view, now);
        return view;
    }

    static TaskView tellDelegate(Repositories records, NotificationKind kind, Task task, Instant now) {
        TaskView view = records.tasks().view(task.id()).orElseThrow();
        records.inboxes().deliver(List.of(task.parties().delegateId()), kind, view, now);
        return view;
    }

    static TaskView tellDelegator(Repositories records, NotificationKind kind, Task task, Instant now) {
        TaskView view = records.tasks().view(task.id()).orElseThrow();
        records.inboxes().deliver(List.of(task.parties().delegatorId()), kind, view, now);
        return view;
    }
}
