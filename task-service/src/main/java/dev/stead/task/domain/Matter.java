package dev.stead.task.domain;

/** What is judged: a task, its order, and what was done under the task's mandate before. */
public record Matter(Task task, Order order, History history) {}
