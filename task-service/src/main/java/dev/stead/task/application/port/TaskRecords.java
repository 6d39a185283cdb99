package dev.stead.task.application.port;

import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kept tasks. */
public interface TaskRecords {
    Optional<TaskView> view(String taskId);

    /** Locks the task until the end of the transaction. */
    Optional<Task> findForChange(String taskId);

    void add(Task task);

    /** @throws TaskException {@code CHANGED_MEANWHILE} unless the kept version is the one before */
    void replace(Task task);

    /** The delegate's READY tasks, the one that closes first leading: one query, whatever the number of tasks. */
    List<Ready> readyOf(String delegateId, int limit);

    /** Newest first. */
    List<TaskView> page(Page page);

    /** How many tasks that are not final the person has on that side, PROPOSED ones excluded for a delegate. */
    int openOf(Side side, String personId);

    /** PROPOSED and READY tasks whose window closed until then, the oldest first. */
    List<String> closedUntil(Instant instant, int limit);

    /** When the next window of a PROPOSED or READY task closes. */
    Optional<Instant> nextClose();

    /** A READY task and the name of who asked for it. */
    record Ready(TaskView view, String delegatorName) {}

    /** One of a task's two people. */
    enum Side {
        DELEGATOR,
        DELEGATE
    }

    /** Which tasks to list: those behind {@code after}, or from the newest. */
    record Page(
            Side side,
            String personId,
            boolean openOnly,
            int size,
            @Nullable Position after) {}

    /** A place in the order of listing. */
    record Position(Instant createTime, String taskId) {
        public static Position of(Task task) {
            return new Position(task.progress().createTime(), task.id());
        }
    }
}
