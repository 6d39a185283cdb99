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

    /** Keeps a finished execution of a task that was found for change. */
    static Execution keep(
            Repositories records, Task executing, Execution execution, SettlementCoordinator.Limits limits) {
        Instant now = execution.updateTime();
        boolean done = execution.succeeded();
        Task task = done ? executing.succeed(now) : executing.fail(now, limits.failureLimit());
        Order order = records.orders().findForChange(task.order()).orElseThrow();
        records.executions().replace(execution);
        records.tasks().replace(task);
        records.orders().replace(order.release(stateAfter(task, order)));
        Notifier.tellBoth(records, done ? NotificationKind.SUCCEEDED : NotificationKind.EXECUTION_FAILED, task, now);
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
