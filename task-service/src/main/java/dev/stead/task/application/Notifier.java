package dev.stead.task.application;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;

/** Notifies people of what happened to a task, in the transaction of the change. Returns the task as it is shown to them. */
final class Notifier {
    private Notifier() {}

    static TaskView notifyBoth(Repositories repositories, NotificationKind kind, Task task, Instant now) {
        Parties parties = task.parties();
        return deliver(repositories, List.of(parties.delegatorId(), parties.delegateId()), kind, task.id(), now);
    }

    static TaskView notifyDelegate(Repositories repositories, NotificationKind kind, Task task, Instant now) {
        return deliver(repositories, List.of(task.parties().delegateId()), kind, task.id(), now);
    }

    static TaskView notifyDelegator(Repositories repositories, NotificationKind kind, Task task, Instant now) {
        return deliver(repositories, List.of(task.parties().delegatorId()), kind, task.id(), now);
    }

    private static TaskView deliver(
            Repositories repositories, List<PersonId> personIds, NotificationKind kind, TaskId taskId, Instant now) {
        TaskView view = repositories.tasks().view(taskId).orElseThrow();
        repositories.inboxes().deliver(personIds, kind, view, now);
        return view;
    }
}
