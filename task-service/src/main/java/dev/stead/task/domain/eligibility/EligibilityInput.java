package dev.stead.task.domain.eligibility;

import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * What is judged: a task, its order, and what was done under its mandate before.
 *
 * @param delegate the assertion about them, if they stand there; absent if nobody does
 */
public record EligibilityInput(
        Task task,
        Order order,
        MandateUsage usage,
        @Nullable Assertion delegate) {}
