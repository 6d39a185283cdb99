package dev.stead.task.domain;

import org.jspecify.annotations.Nullable;

/** A task with what belongs to it, all read at one moment. */
public record TaskView(
        Task task,
        Order order,
        String merchantName,
        @Nullable Execution lastExecution) {}
