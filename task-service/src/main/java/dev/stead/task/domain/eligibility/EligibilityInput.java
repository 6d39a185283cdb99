package dev.stead.task.domain.eligibility;

import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.Task;

/** What is judged: a task, its order, and what was done under its mandate before. */
public record EligibilityInput(Task task, Order order, MandateUsage usage) {}
