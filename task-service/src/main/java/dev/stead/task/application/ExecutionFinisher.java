package dev.stead.task.application;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import java.time.Instant;

/** The end of an execution: what it means for the task, the order and the two people. */
final class ExecutionFinisher {
    private ExecutionFinisher() {}

    /**
     * Stores a finished execution and its consequences.
     *
     * @param executing its task, found for update
     */
    static Execution finish(
            Repositories repositories, Task executing, Execution execution, SettlementCoordinator.Limits limits) {
        Instant now = execution.updateTime();
        boolean succeeded = execution.succeeded();
        Task task = succeeded ? executing.succeed(now) : executing.fail(now, limits.failureLimit());
        Order order = repositories.orders().findForUpdate(task.order()).orElseThrow();
        repositories.executions().replace(execution);
        repositories.tasks().replace(task);
        repositories.orders().replace(order.release(stateAfter(task, order)));
        NotificationKind kind = succeeded ? NotificationKind.SUCCEEDED : NotificationKind.EXECUTION_FAILED;
        Notifier.notifyBoth(repositories, kind, task, now);
        return execution;
    }

    /** The order is paid or collected when its task is done; as long as the mandate has uses left, it stays what it was. */
    private static Order.State stateAfter(Task task, Order order) {
        if (task.state() != TaskState.SUCCEEDED) {
            return order.state();
        }
        return switch (task.mandate().kind()) {
            case PAYMENT -> Order.State.PAID;
            case COLLECTION -> Order.State.COLLECTED;
        };
    }
}
