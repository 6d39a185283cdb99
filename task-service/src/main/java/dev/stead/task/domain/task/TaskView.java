package dev.stead.task.domain.task;

import dev.stead.task.domain.order.Order;
import org.jspecify.annotations.Nullable;

/** A task with what belongs to it, all read at one moment. */
public record TaskView(
        Task task,
        Order order,
        String merchantName,
        @Nullable Execution lastExecution) {}
