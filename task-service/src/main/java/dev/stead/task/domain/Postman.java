package dev.stead.task.domain;

import java.time.Instant;
import java.util.List;

/** Tells people what became of a task, in the transaction of the change. */
final class Postman {
    private Postman() {}

    static TaskView tellBoth(Records records, NotificationKind kind, Task task, Instant now) {
        Parties parties = task.parties();
        TaskView view = records.tasks().view(task.id()).orElseThrow();
        records.inboxes().deliver(List.of(parties.delegatorId(), parties.delegateId()), kind, view, now);
        return view;
    }

    static TaskView tellDelegate(Records records, NotificationKind kind, Task task, Instant now) {
        TaskView view = records.tasks().view(task.id()).orElseThrow();
        records.inboxes().deliver(List.of(task.parties().delegateId()), kind, view, now);
        return view;
    }

    static TaskView tellDelegator(Records records, NotificationKind kind, Task task, Instant now) {
        TaskView view = records.tasks().view(task.id()).orElseThrow();
        records.inboxes().deliver(List.of(task.parties().delegatorId()), kind, view, now);
        return view;
    }
}
